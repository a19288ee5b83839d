package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text that {@link GraphPrinter} writes. Empty lines and lines that start with {@code //}
 * are passed over. Spans are not in the text, so values have none.
 */
public final class GraphParser {
  private static final Pattern EQUATION =
      Pattern.compile("(\\S+): (\\w+\\[.*?]) = (\\w+)\\((.*)\\)");
  private static final Pattern OUTPUT = Pattern.compile("output (\\w+) (\".*\") = (\\S+)");
  private static final Pattern SECOND_OF_A_NAME = Pattern.compile("#\\d+$");

  private final GraphBuilder builder = new GraphBuilder();
  private final java.util.Map<String, Value> values = new LinkedHashMap<>();
  private final List<Graph.Output> outputs = new ArrayList<>();

  private GraphParser() {}

  /**
   * The graph of a text.
   *
   * @throws IllegalArgumentException if the text is none, with the line that is wrong
   */
  public static Graph parse(String text) {
    GraphParser parser = new GraphParser();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank() && !line.strip().startsWith("//")) {
        try {
          parser.line(line.strip());
        } catch (IllegalArgumentException error) {
          throw new IllegalArgumentException("in the line: " + line, error);
        }
      }
    }
    return new Graph(List.copyOf(parser.values.values()), parser.outputs);
  }

  private void line(String line) {
    Matcher output = OUTPUT.matcher(line);
    Matcher equation = EQUATION.matcher(line);
    if (output.matches()) {
      Graph.Result kind = Graph.Result.valueOf(output.group(1).toUpperCase(Locale.ROOT));
      String name = OpParser.unquoted(output.group(2));
      outputs.add(new Graph.Output(kind, name, value(output.group(3))));
    } else if (equation.matches()) {
      TensorType type = OpParser.type(equation.group(2));
      Value value = value(equation.group(3), type, split(equation.group(4)), equation.group(1));
      if (!value.type().equals(type)) {
        throw new IllegalArgumentException("the type is " + value.type());
      }
      if (values.put(equation.group(1), value) != null) {
        throw new IllegalArgumentException("a second " + equation.group(1));
      }
    } else {
      throw new IllegalArgumentException("neither an equation nor an output");
    }
  }

  private Value value(String function, TensorType type, List<String> arguments, String name) {
    List<Value> operands = new ArrayList<>();
    java.util.Map<String, String> attributes = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        operands.add(value(argument));
      } else {
        attributes.put(argument.substring(0, equals), argument.substring(equals + 1));
      }
    }
    String hint = name.startsWith("%") ? "" : SECOND_OF_A_NAME.matcher(name).replaceFirst("");
    builder.at(new Value.Origin(hint, Optional.empty()));
    return builder.add(new OpParser(function, type, attributes).parse(), operands);
  }

  private Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value " + name);
    }
    return value;
  }

  /** The parts between the commas that are not in brackets or quotes. */
  private static List<String> split(String text) {
    return split(text, ',');
  }

  /** The graph of a text in braces. */
  static Graph body(String text) {
    String inside = text.substring(1, text.length() - 1);
    return parse(String.join("\n", split(inside, ';')));
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '[' || c == '(' || c == '{')) {
        depth++;
      } else if (!quoted && (c == ']' || c == ')' || c == '}')) {
        depth--;
      } else if (!quoted && depth == 0 && c == separator) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (!text.isBlank()) {
      parts.add(text.substring(start).strip());
    }
    return parts;
  }
}
