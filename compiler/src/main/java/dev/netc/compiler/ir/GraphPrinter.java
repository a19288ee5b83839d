package dev.netc.compiler.ir;

import java.util.HashMap;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The text form of a graph, one equation on a line, which {@link GraphParser} reads back:
 *
 * <pre>
 * x: float[N, 3] = input(role=input, name="x")
 * %1: float[N] = reduce(x, kind=sum, axes=[1])
 * output loss "sum" = %1
 * </pre>
 *
 * <p>Values are called as the user calls them. A second value of the name is {@code x#2}, one
 * without a name {@code %1}. The body of a scan stands on the line of the scan, {@code body={...;
 * ...}}.
 */
public final class GraphPrinter {
  private final java.util.Map<Value, String> names = new HashMap<>();
  private final java.util.Map<String, Integer> uses = new HashMap<>();

  private GraphPrinter() {}

  public static String print(Graph graph) {
    GraphPrinter printer = new GraphPrinter();
    StringBuilder text = new StringBuilder();
    for (Value value : graph.values()) {
      text.append(printer.equation(value)).append('\n');
    }
    for (Graph.Output output : graph.outputs()) {
      text.append("output %s %s = ".formatted(lower(output.kind()), quoted(output.name())))
          .append(printer.names.get(output.value()))
          .append('\n');
    }
    return text.toString();
  }

  private String equation(Value value) {
    StringJoiner arguments = new StringJoiner(", ", "(", ")");
    value.operands().forEach(operand -> arguments.add(names.get(operand)));
    String function = value.op().accept(new Call(arguments));
    return name(value) + ": " + value.type() + " = " + function + arguments;
  }

  private String name(Value value) {
    String hint = value.origin().name().replaceAll("[^\\p{L}\\p{N}_.]", "_");
    String name = hint.isEmpty() ? "%" + uses.merge("%", 1, Integer::sum) : unique(hint);
    names.put(value, name);
    return name;
  }

  private String unique(String hint) {
    int use = uses.merge(hint, 1, Integer::sum);
    return use == 1 ? hint : hint + "#" + use;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** Adds the attributes of an op to its arguments, and gives its name. */
  private record Call(StringJoiner arguments) implements Op.Visitor<String> {
    private Call with(String key, Object value) {
      arguments.add(key + "=" + value);
      return this;
    }

    @Override
    public String input(Op.Input op) {
      with("role", lower(op.role())).with("name", quoted(op.name()));
      return "input";
    }

    @Override
    public String constant(Op.Constant op) {
      with("value", op.value());
      return "constant";
    }

    @Override
    public String sizeOf(Op.SizeOf op) {
      with("dim", op.dim());
      return "size";
    }

    @Override
    public String iota(Op.Iota op) {
      with("axis", op.axis());
      return "iota";
    }

    @Override
    public String random(Random op) {
      with("stream", op.stream());
      return "random";
    }

    @Override
    public String map(Map op) {
      return op.function().toString();
    }

    @Override
    public String cast(Cast op) {
      return "cast";
    }

    @Override
    public String reduce(Reduce op) {
      with("kind", op.kind()).with("axes", op.axes());
      return "reduce";
    }

    @Override
    public String argReduce(ArgReduce op) {
      with("axis", op.axis());
      return op.kind().toString();
    }

    @Override
    public String contract(Contract op) {
      with("left", op.left()).with("right", op.right()).with("result", op.result());
      return "contract";
    }

    @Override
    public String reshape(Move.Reshape op) {
      return "reshape";
    }

    @Override
    public String transpose(Move.Transpose op) {
      with("permutation", op.permutation());
      return "transpose";
    }

    @Override
    public String broadcast(Move.Broadcast op) {
      with("axes", op.axes());
      return "broadcast";
    }

    @Override
    public String slice(Move.Slice op) {
      with("starts", op.starts()).with("limits", op.limits()).with("strides", op.strides());
      return "slice";
    }

    @Override
    public String pad(Move.Pad op) {
      with("low", op.low()).with("high", op.high());
      with("interior", op.interior()).with("value", op.value());
      return "pad";
    }

    @Override
    public String flip(Move.Flip op) {
      with("axes", op.axes());
      return "flip";
    }

    @Override
    public String concat(Move.Concat op) {
      with("axis", op.axis());
      return "concat";
    }

    @Override
    public String window(Move.Window op) {
      with("axes", op.axes()).with("sizes", op.sizes());
      with("strides", op.strides()).with("dilations", op.dilations());
      return "window";
    }

    @Override
    public String overlapAdd(Move.OverlapAdd op) {
      window(op.window());
      with("extents", op.extents());
      return "overlap_add";
    }

    @Override
    public String gather(Gather op) {
      with("axis", op.axis());
      return "gather";
    }

    @Override
    public String scan(Scan op) {
      with("carries", op.carries()).with("sequences", op.sequences());
      with("direction", op.direction()).with("layout", op.layout());
      with("body", "{" + print(op.body()).strip().replace("\n", "; ") + "}");
      return "scan";
    }

    @Override
    public String scatterAdd(ScatterAdd op) {
      with("axis", op.axis()).with("extent", op.extent());
      return "scatter_add";
    }
  }
}
