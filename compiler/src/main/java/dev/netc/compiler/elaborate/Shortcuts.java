package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * Proposes for a sum of unequal shapes, which is mostly a residual connection, what brings the
 * shorter way to the shape of the longer one: the last layer of that, with a kernel of one element.
 * The layer is one that the user has written, and so is what it is called and how many channels it
 * gives.
 */
final class Shortcuts {
  private static final String KERNEL = "kernel_size";
  private static final String STRIDE = "stride";
  private static final String NAME = "shortcut";

  private final Session session;
  private final Site site;
  private final Diagnostic.Builder error;

  Shortcuts(Session session, Site site, Diagnostic.Builder error) {
    this.session = session;
    this.site = site;
    this.error = error;
  }

  /**
   * Adds a guess where one can be made.
   *
   * @param written where the two stand; empty if that is not known
   */
  void propose(List<Span> written, Value left, Value right) {
    if (written.size() != 2 || left.rank() != right.rank() || left.rank() < 2) {
      return;
    }
    boolean rightIsShorter =
        session.trace.applied(right).size() <= session.trace.applied(left).size();
    Value longer = rightIsShorter ? left : right;
    Value shorter = rightIsShorter ? right : left;
    Span operand = written.get(rightIsShorter ? 1 : 0);
    projection(longer, shorter)
        .map(layer -> "(%s -> %s: %s)".formatted(operand.text(), name(), layer))
        .ifPresent(
            text ->
                error.guess(
                    "bring `%s` to the same shape: `%s`".formatted(operand.text(), text),
                    new Edit(operand, text)));
  }

  private String name() {
    String name = NAME;
    for (int i = 2; site.frame().lookup(name).isPresent(); i++) {
      name = NAME + i;
    }
    return name;
  }

  /** {@code Conv2d(128, 1, stride=2)}, after the last layer on the way that has such arguments. */
  private Optional<String> projection(Value longer, Value shorter) {
    for (Trace.Applied applied : session.trace.applied(longer)) {
      List<Parameter> needed =
          applied.function().statics().stream().filter(p -> p.defaultValue().isEmpty()).toList();
      boolean window = needed.size() == 2 && needed.get(1).name().text().equals(KERNEL);
      boolean projects = needed.size() == 1 || window;
      if (projects && applied.function().kind() == FunctionKind.LAYER) {
        return width(applied, needed.get(0))
            .map(
                width ->
                    applied.function().name().text()
                        + "("
                        + width
                        + (window ? ", 1" + stride(longer, shorter) : "")
                        + ")");
      }
    }
    return Optional.empty();
  }

  /** The first argument as it is written, or its value where another body has written it. */
  private Optional<String> width(Trace.Applied applied, Parameter parameter) {
    Optional<Arguments.Given> given = applied.arguments().get(parameter.name().text());
    return applied.frame() == site.frame()
        ? given.flatMap(Arguments.Given::argument).map(a -> a.value().span().text())
        : given.map(g -> Texts.LANGUAGE.of(g.value()));
  }

  private String stride(Value longer, Value shorter) {
    for (Trace.Applied applied : session.trace.applied(longer)) {
      Optional<String> written =
          applied.arguments().get(STRIDE).flatMap(Arguments.Given::span).map(Span::text);
      if (written.isPresent() && applied.frame() == site.frame()) {
        return ", " + written.get();
      }
    }
    Dim from = shorter.dim(shorter.rank() - 1);
    Dim to = longer.dim(longer.rank() - 1);
    if (!from.isConstant() || !to.isConstant() || from.constant() <= to.constant()) {
      return "";
    }
    return ", " + STRIDE + "=" + Math.floorDiv(from.constant() + to.constant() - 1, to.constant());
  }
}
