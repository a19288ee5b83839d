package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks {@code expect}, which is to {@code require} what a warning is to an error. What is not
 * known to be unmet is met.
 */
final class Expectations {
  private final Session session;
  private final Evaluator evaluator;

  Expectations(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  /** Lints look at the training of a network only; the other run would find the same again. */
  void check(Frame frame, Statement.Expect expect) {
    if (session.mode == Session.Mode.INFERENCE) {
      return;
    }
    boolean met =
        session
            .reporter
            .attempt("E0308", () -> evaluator.truth(frame, expect.condition()))
            .orElse(true);
    if (!met) {
      session.unmet.add(unmet(frame, expect));
    }
  }

  private Unmet unmet(Frame frame, Statement.Expect expect) {
    Set<String> words = new LinkedHashSet<>(Requirements.words(expect.condition()));
    Optional<Frame.Call> call = frame.call();
    Site site =
        call.isPresent()
            ? Site.of(call.get().caller(), call.get().span())
            : Site.of(frame, expect.span());
    Span place = Blame.ofAny(frame, words).map(Blame::argument).orElse(site.span());
    List<String> lines =
        expect
            .message()
            .map(text -> evaluator.text(frame, text, Texts.LANGUAGE).lines().toList())
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> List.of("expectation not met: " + expect.condition().span().text()));
    return new Unmet(
        lines.get(0),
        lines.subList(1, lines.size()),
        place,
        site.span(),
        tensors(frame, words),
        site.path());
  }

  /** The tensors among what a condition names. */
  private static List<Value> tensors(Frame frame, Set<String> words) {
    List<Value> tensors = new ArrayList<>();
    if (frame.declaration() instanceof Declaration.Function function) {
      for (Parameter parameter : function.tensors()) {
        String name = parameter.name().text();
        frame
            .lookup(name)
            .filter(datum -> words.contains(name) && datum instanceof Datum.Tensor)
            .ifPresent(datum -> tensors.add(((Datum.Tensor) datum).value()));
      }
    }
    return tensors;
  }
}
