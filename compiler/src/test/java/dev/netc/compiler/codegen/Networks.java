package dev.netc.compiler.codegen;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Outline;
import dev.netc.compiler.elaborate.Start;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Networks around graphs made by hand. */
final class Networks {
  private Networks() {}

  /** A network whose ports and parameters are the inputs and outputs of its graphs. */
  static Network of(
      Graph inference,
      Optional<Graph> evaluation,
      Optional<Graph> training,
      Optional<Network.Optimizer> optimizer) {
    Graph widest = training.or(() -> evaluation).orElse(inference);
    List<Network.Parameter> parameters = new ArrayList<>();
    List<Network.Buffer> buffers = new ArrayList<>();
    for (Value value : widest.inputs()) {
      Op.Input input = (Op.Input) value.op();
      if (input.role() == Op.Role.PARAMETER) {
        Start start = new Start.Drawn(Start.Distribution.UNIFORM, -0.5, 0.5);
        parameters.add(new Network.Parameter(input.name(), value.type(), start, span()));
      } else if (input.role() == Op.Role.BUFFER) {
        buffers.add(new Network.Buffer(input.name(), value.type(), new Start.Filled(0), span()));
      }
    }
    List<Network.Port> outputs = new ArrayList<>();
    for (Graph.Output output : inference.outputs(Graph.Result.OUTPUT)) {
      outputs.add(new Network.Port(output.name(), output.value().type(), ""));
    }
    return new Network(
        "Net",
        "test",
        "A network of a test.",
        span(),
        ports(inference, Op.Role.INPUT),
        ports(widest, Op.Role.TARGET),
        outputs,
        parameters,
        buffers,
        root(parameters),
        List.of(),
        List.of(),
        inference,
        evaluation,
        training,
        optimizer,
        Outline.empty(span()),
        Network.Observed.of(widest));
  }

  /** A network that only infers. */
  static Network of(Graph inference) {
    return of(inference, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static dev.netc.compiler.source.Span span() {
    return new SourceFile("folder/net.net", "network Net {}").wholeSpan();
  }

  private static List<Network.Port> ports(Graph graph, Op.Role role) {
    List<Network.Port> ports = new ArrayList<>();
    for (Value value : graph.inputs()) {
      Op.Input input = (Op.Input) value.op();
      if (input.role() == role) {
        ports.add(new Network.Port(input.name(), value.type(), ""));
      }
    }
    return ports;
  }

  private static Network.Layer root(List<Network.Parameter> parameters) {
    List<String> own = new ArrayList<>();
    List<Network.Layer> children = new ArrayList<>();
    for (Network.Parameter parameter : parameters) {
      int dot = parameter.path().indexOf('.');
      if (dot < 0) {
        own.add(parameter.path());
        continue;
      }
      String layer = parameter.path().substring(0, dot);
      if (children.stream().noneMatch(child -> child.name().equals(layer))) {
        List<String> paths =
            parameters.stream()
                .map(Network.Parameter::path)
                .filter(path -> path.startsWith(layer + "."))
                .toList();
        children.add(new Network.Layer(layer, layer, "Linear", "in_features=4", paths, List.of()));
      }
    }
    return new Network.Layer("", "", "Net", "", own, children);
  }
}
