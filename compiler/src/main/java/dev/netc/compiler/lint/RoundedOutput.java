package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Map;

/** Elements that a stride leaves out at the end of an axis, where an output has that axis. */
final class RoundedOutput extends GraphLint {
  @Override
  public String code() {
    return "W0421";
  }

  @Override
  public String name() {
    return "rounded-output";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    Map<Value, List<LostPlaces>> lost = Rounded.lost(flow);
    if (lost.isEmpty()) {
      return;
    }
    Places places = new Places(flow.graph());
    for (Graph.Output output : flow.graph().outputs(Graph.Result.OUTPUT)) {
      Value value = output.value();
      for (int axis = 0; axis < value.rank(); axis++) {
        for (Value window : places.windows(value, axis)) {
          for (LostPlaces each : lost.getOrDefault(window, List.of())) {
            String note =
                "the output `%s` is %s".formatted(output.name(), flow.trace().shape(value));
            Rounded.diagnostic(code(), flow, each, written, List.of(note)).ifPresent(found::add);
          }
        }
      }
    }
  }
}
