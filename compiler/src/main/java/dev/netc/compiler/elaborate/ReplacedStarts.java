package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Network.Buffer;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets no start look at a parameter that a layer declares but does not own, since it is computed:
 * it looks at the heir instead, the first parameter that starts as that one would. Where there is
 * no heir, the start is computed within.
 */
final class ReplacedStarts {
  /** A parameter as its layer declares it. */
  record Replaced(TensorType type, Start start) {}

  private final Map<String, Replaced> replaced;
  private final Map<String, String> heirs = new HashMap<>();

  /**
   * @param declared the parameters that are computed, by path
   * @param parameters those that the network has, perhaps some of the former among them
   */
  ReplacedStarts(Map<String, Replaced> declared, List<Parameter> parameters) {
    Set<String> owned = parameters.stream().map(Parameter::path).collect(Collectors.toSet());
    this.replaced = new HashMap<>(declared);
    replaced.keySet().removeAll(owned);
    for (Parameter parameter : parameters) {
      same(parameter.start()).ifPresent(path -> heirs.putIfAbsent(path, parameter.path()));
    }
  }

  Parameter of(Parameter parameter) {
    String path = parameter.path();
    Optional<String> inherited = same(parameter.start()).filter(of -> path.equals(heirs.get(of)));
    Start start = inherited.map(of -> declared(of).start()).orElse(parameter.start());
    return new Parameter(path, parameter.type(), of(start), parameter.span());
  }

  Buffer of(Buffer buffer) {
    return new Buffer(buffer.path(), buffer.type(), of(buffer.start()), buffer.span());
  }

  /** The computed parameter, if a start is just that of one. */
  private Optional<String> same(Start start) {
    return start instanceof Start.Computed computed
            && result(computed.graph()).op() instanceof Op.Input input
            && replaced.containsKey(input.name())
        ? Optional.of(input.name())
        : Optional.empty();
  }

  private Replaced declared(String path) {
    return Optional.ofNullable(replaced.get(path)).orElseThrow();
  }

  private Start of(Start start) {
    boolean looks =
        start instanceof Start.Computed computed
            && computed.graph().inputs().stream()
                .anyMatch(value -> replaced.containsKey(((Op.Input) value.op()).name()));
    if (!looks) {
      return start;
    }
    Inlining inlining = new Inlining();
    Value value = inlining.copy(((Start.Computed) start).graph());
    return new Start.Computed(
        inlining.builder.build(
            List.of(new Graph.Output(Graph.Result.OUTPUT, Start.Computed.OUTPUT, value))));
  }

  private static Value result(Graph graph) {
    return graph.output(Graph.Result.OUTPUT, Start.Computed.OUTPUT).orElseThrow();
  }

  /** One start in the making. What is drawn within takes random streams of its own. */
  private final class Inlining extends Copies {
    private int offset;
    private int streams;

    Inlining() {
      super(new GraphBuilder());
    }

    Value copy(Graph graph) {
      int before = offset;
      offset = streams;
      Value copy = of(result(graph).sources());
      offset = before;
      return copy;
    }

    @Override
    Value copy(Op op, List<Value> operands) {
      if (op instanceof Random random) {
        int stream = offset + random.stream();
        streams = Math.max(streams, stream + 1);
        return builder.random(random.type(), stream, operands.get(0));
      }
      return super.copy(op, operands);
    }

    @Override
    Value makeInput(Op.Input input) {
      String heir = heirs.get(input.name());
      if (heir != null) {
        return builder.input(input.role(), heir, input.type());
      }
      return replaced.containsKey(input.name())
          ? value(declared(input.name()))
          : super.makeInput(input);
    }

    private Value value(Replaced parameter) {
      TensorType type = parameter.type();
      return parameter
          .start()
          .accept(
              new Start.Visitor<Value>() {
                @Override
                public Value visitFilled(Start.Filled filled) {
                  return builder.full(type, filled.value());
                }

                @Override
                public Value visitDrawn(Start.Drawn drawn) {
                  return drawn(type, drawn);
                }

                @Override
                public Value visitComputed(Start.Computed computed) {
                  return copy(computed.graph());
                }
              });
    }

    private Value drawn(TensorType type, Start.Drawn drawn) {
      return switch (drawn.distribution()) {
        case UNIFORM -> scaled(type, uniform(type), drawn.second() - drawn.first(), drawn.first());
        case NORMAL -> scaled(type, normal(type), drawn.second(), drawn.first());
      };
    }

    private Value scaled(TensorType type, Value drawn, double scale, double shift) {
      return builder.add(builder.mul(drawn, builder.full(type, scale)), builder.full(type, shift));
    }

    private Value uniform(TensorType type) {
      return builder.random(
          type, streams++, input(new Op.Input(Op.Role.RANDOM, "key", Random.KEY)));
    }

    /** By Box and Muller. */
    private Value normal(TensorType type) {
      Value below = builder.sub(builder.full(type, 1), uniform(type));
      Value radius =
          builder.map(
              Elementwise.SQRT,
              builder.mul(builder.full(type, -2), builder.map(Elementwise.LOG, below)));
      Value angle = builder.mul(builder.full(type, 2 * Math.PI), uniform(type));
      return builder.mul(radius, builder.map(Elementwise.COS, angle));
    }
  }
}
