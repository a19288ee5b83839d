package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
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
        .forEach(each -> diagnostic(code(), flow, each, List.of()).ifPresent(found::add));
  }

  /** What is lost, by the windows that lose it. */
  static Map<Value, List<LostPlaces>> lost(Flow flow) {
    Map<Value, List<LostPlaces>> lost = new LinkedHashMap<>();
    for (Value value : flow.graph().values()) {
      if (value.op() instanceof Move.Window window) {
        List<LostPlaces> here = new ArrayList<>();
        for (int i = 0; i < window.axes().size(); i++) {
          LostPlaces.of(value, window, i).ifPresent(here::add);
        }
        if (!here.isEmpty()) {
          lost.put(value, here);
        }
      }
    }
    return lost;
  }

  /** The warning for one axis, if the author's own text has made the window. */
  static Optional<Diagnostic> diagnostic(
      String code, Flow flow, LostPlaces lost, List<String> notes) {
    return place(lost.window())
        .map(
            span -> {
              Diagnostic.Builder warning =
                  Diagnostic.warning(
                          code,
                          "%s leaves out the last %s of axis %d, which has %d"
                              .formatted(
                                  name(lost.window()),
                                  lost.count() == 1 ? "element" : lost.count() + " elements",
                                  lost.axis(),
                                  lost.size()))
                      .at(span, lost.arithmetic());
              notes.forEach(warning::note);
              flow.trace().chain(lost.window().operand(0)).ifPresent(warning::trace);
              return warning
                  .help("pad it, or start from a size that fits: " + lost.fitting())
                  .build();
            });
  }
}
