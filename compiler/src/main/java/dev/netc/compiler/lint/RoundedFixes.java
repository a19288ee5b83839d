package dev.netc.compiler.lint;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.DeclaredSizes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Proposes what lets a window with a stride reach the end of its axes. */
final class RoundedFixes {
  private static final String CEIL_MODE = "ceil_mode";
  private static final String PADDING = "padding";

  private final Flow flow;
  private final Written written;
  private final Diagnostic.Builder warning;

  /**
   * @param warning what the proposals are added to
   */
  RoundedFixes(Flow flow, Written written, Diagnostic.Builder warning) {
    this.flow = flow;
    this.written = written;
    this.warning = warning;
  }

  /**
   * @param lost what is lost along one axis
   * @param all what the same window loses
   * @param span the author's application
   */
  void propose(LostPlaces lost, List<LostPlaces> all, Span span) {
    lost.fitting()
        .ifPresentOrElse(
            sizes -> warning.help("pad it, or start from a size that fits: " + sizes),
            () -> warning.help("pad it, or say at the input which sizes fit"));
    List<Edit> edits = declared(all);
    if (!edits.isEmpty()) {
      warning.guess(
          "if the input has no other sizes, say so: " + DeclaredSizes.words(edits),
          edits.get(0),
          edits.subList(1, edits.size()).toArray(Edit[]::new));
    }
    written.making(span).ifPresent(call -> reachFurther(call, lost));
  }

  /** Lets the window reach further: a pooling by rounding up, a convolution by its padding. */
  private void reachFurther(Written.Call call, LostPlaces lost) {
    List<String> names = written.function(call).map(RoundedFixes::parameters).orElse(List.of());
    if (names.contains(CEIL_MODE)) {
      add(call, CEIL_MODE + "=true", "round up");
    } else if (names.contains(PADDING)) {
      List<Long> half = lost.op().sizes().stream().map(size -> size / 2).distinct().toList();
      boolean odd = lost.op().sizes().stream().allMatch(size -> size % 2 == 1);
      if (odd && half.size() == 1) {
        add(call, PADDING + "=" + half.get(0), "pad it");
      }
    }
  }

  private void add(Written.Call call, String argument, String words) {
    boolean given =
        call.arguments().stream()
            .anyMatch(
                each ->
                    each.name().filter(name -> argument.startsWith(name.text() + "=")).isPresent());
    if (!given) {
      warning.guess(words + ": `" + argument + "`", Written.argument(call, argument));
    }
  }

  private static List<String> parameters(Declaration.Function function) {
    return Stream.concat(function.statics().stream(), function.tensors().stream())
        .map(parameter -> parameter.name().text())
        .toList();
  }

  /** Writes {@code 2 * H} for {@code H} in inputs and targets, for all axes of the window. */
  private List<Edit> declared(List<LostPlaces> all) {
    Map<String, Dim> forms = new LinkedHashMap<>();
    for (LostPlaces each : all) {
      each.when()
          .flatMap(when -> when.keptForm().map(form -> Map.entry(when.subject(), form)))
          .ifPresent(form -> forms.put(form.getKey(), form.getValue()));
    }
    Span network = flow.network().span();
    return DeclaredSizes.edits(network, written.ports(network), this::value, forms);
  }

  private Optional<Value> value(Statement.Port port) {
    Op.Role role = port.kind() == Statement.PortKind.INPUT ? Op.Role.INPUT : Op.Role.TARGET;
    return flow.graph().input(role, port.name().text());
  }
}
