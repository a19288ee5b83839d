package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elements that a stride leaves out at the end of any axis; one has to ask for these warnings. */
final class Rounded extends GraphLint {
  @Override
  public String code() {
    return "W0422";
  }

  @Override
  public String name() {
    return "rounded";
  }

  @Override
  public Level level() {
    return Level.ALLOW;
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    lost(flow).values().stream()
        .flatMap(List::stream)
        .forEach(each -> diagnostic(code(), flow, each, written, List.of()).ifPresent(found::add));
  }

  /** What is lost, by the windows that lose it. */
  static Map<Value, List<LostPlaces>> lost(Flow flow) {
    Map<Value, List<LostPlaces>> lost = new LinkedHashMap<>();
    for (Value value : flow.graph().values()) {
      if (value.op() instanceof Move.Window window) {
        List<LostPlaces> here = lost(value, window);
        if (!here.isEmpty()) {
          lost.put(value, here);
        }
      }
    }
    return lost;
  }

  private static List<LostPlaces> lost(Value value, Move.Window window) {
    List<LostPlaces> lost = new ArrayList<>();
    for (int i = 0; i < window.axes().size(); i++) {
      LostPlaces.of(value, window, i).ifPresent(lost::add);
    }
    return lost;
  }

  /** The warning for one axis, if the author's own text has made the window. */
  static Optional<Diagnostic> diagnostic(
      String code, Flow flow, LostPlaces lost, Written written, List<String> notes) {
    return place(lost.window()).map(span -> warning(code, flow, lost, span, written, notes));
  }

  private static Diagnostic warning(
      String code, Flow flow, LostPlaces lost, Span span, Written written, List<String> notes) {
    Value windowed = lost.window().operand(0);
    String axis =
        flow.trace()
            .axisName(LostPlaces.unpadded(windowed), lost.axis())
            .map(name -> " (" + name + ")")
            .orElse("");
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code,
                "%s leaves out %s of axis %d%s%s"
                    .formatted(
                        name(lost.window()), lost.lost(), lost.axis(), axis, lost.condition()))
            .at(span, lost.arithmetic());
    notes.forEach(warning::note);
    flow.trace().chain(windowed).ifPresent(warning::trace);
    List<LostPlaces> all = lost(lost.window(), lost.op());
    new RoundedFixes(flow, written, warning).propose(lost, all, span);
    return warning.build();
  }
}
