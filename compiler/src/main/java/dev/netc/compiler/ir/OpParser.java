package dev.netc.compiler.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Makes an op of its name and attributes, and of the type that is written before it. */
final class OpParser {
  private final String name;
  private final TensorType type;
  private final java.util.Map<String, String> attributes;

  OpParser(String name, TensorType type, java.util.Map<String, String> attributes) {
    this.name = name;
    this.type = type;
    this.attributes = attributes;
  }

  Op parse() {
    return switch (name) {
      case "input" -> new Op.Input(role(), unquoted(text("name")), type);
      case "constant" -> new Op.Constant(type.element(), number("value"));
      case "size" -> new Op.SizeOf(type.element(), DimParser.parse(text("dim")));
      case "iota" -> new Op.Iota(type, axis());
      case "random" -> new Random(type, Integer.parseInt(text("stream")));
      case "cast" -> new Cast(type.element());
      case "reduce" -> new Reduce(named(Reduce.Kind.values(), text("kind")), axes("axes"));
      case "contract" -> new Contract(axes("left"), axes("right"), axes("result"));
      case "reshape" -> new Move.Reshape(type.shape());
      case "transpose" -> new Move.Transpose(axes("permutation"));
      case "broadcast" -> new Move.Broadcast(type.shape(), axes("axes"));
      case "slice" -> new Move.Slice(dims("starts"), dims("limits"), sizes("strides"));
      case "pad" -> new Move.Pad(sizes("low"), sizes("high"), sizes("interior"), number("value"));
      case "flip" -> new Move.Flip(axes("axes"));
      case "concat" -> new Move.Concat(axis());
      case "window" -> window();
      case "overlap_add" -> new Move.OverlapAdd(window(), dims("extents"));
      case "scan" -> scan();
      case "gather" -> new Gather(axis());
      case "scatter_add" -> new ScatterAdd(axis(), DimParser.parse(text("extent")));
      case "argmax", "argmin" -> new ArgReduce(named(ArgReduce.Kind.values(), name), axis());
      default -> new Map(named(Elementwise.values(), name));
    };
  }

  private Scan scan() {
    return new Scan(
        GraphParser.body(text("body")),
        Integer.parseInt(text("carries")),
        Integer.parseInt(text("sequences")),
        named(Scan.Direction.values(), text("direction")),
        named(Scan.Layout.values(), text("layout")));
  }

  private Op.Role role() {
    return Op.Role.valueOf(text("role").toUpperCase(Locale.ROOT));
  }

  private Move.Window window() {
    return new Move.Window(axes("axes"), sizes("sizes"), sizes("strides"), sizes("dilations"));
  }

  private String text(String attribute) {
    String text = attributes.get(attribute);
    if (text == null) {
      throw new IllegalArgumentException(name + " needs " + attribute);
    }
    return text;
  }

  private double number(String attribute) {
    return Double.parseDouble(text(attribute));
  }

  private int axis() {
    return Integer.parseInt(text("axis"));
  }

  private List<Integer> axes(String attribute) {
    return list(text(attribute), Integer::valueOf);
  }

  private List<Long> sizes(String attribute) {
    return list(text(attribute), Long::valueOf);
  }

  private List<Dim> dims(String attribute) {
    return list(text(attribute), DimParser::parse);
  }

  private static <T> List<T> list(String text, Function<String, T> element) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IllegalArgumentException("not a list: " + text);
    }
    String inner = text.substring(1, text.length() - 1);
    return inner.isBlank()
        ? List.of()
        : Arrays.stream(inner.split(",", -1)).map(String::strip).map(element).toList();
  }

  /** The constant that is printed as {@code text}. */
  private static <T> T named(T[] constants, String text) {
    return Arrays.stream(constants)
        .filter(constant -> constant.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no op " + text));
  }

  static TensorType type(String text) {
    int bracket = text.indexOf('[');
    ElementType element = named(ElementType.values(), text.substring(0, bracket));
    return new TensorType(element, new Shape(list(text.substring(bracket), DimParser::parse)));
  }

  static String unquoted(String text) {
    return text.substring(1, text.length() - 1);
  }
}
