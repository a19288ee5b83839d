package dev.netc.compiler.golden;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites the Python expression that PyTorch evaluated as an expression of the language: {@code
 * torch.cat([a, b], dim=1)} is {@code cat([a, b], dim=1)}, and {@code input.sum(dim=1)} is {@code
 * sum(input, dim=1)}.
 */
final class PythonCall {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\\d[\\w.]*(?:(?<=e)-\\d+)?|[A-Za-z_]\\w*|'[^']*'|\\*\\*|.)");
  private static final Map<String, String> WORDS =
      Map.of("True", "true", "False", "false", "None", "none");

  /** Names that only say where a function comes from. */
  private static final Set<String> MODULES =
      Set.of("torch", "F", "math", "linalg", "nn", "rnn", "utils");

  private final List<String> tokens = new ArrayList<>();
  private final UnaryOperator<String> module;
  private final Set<String> masks = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private int at;

  private PythonCall(String python, UnaryOperator<String> module) {
    this.module = module;
    Matcher matcher = TOKEN.matcher(python);
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
    tokens.add("");
  }

  /**
   * The expression in the language.
   *
   * @param masks the names of tensors that are used as truth values
   * @param lines what binds names that the expression uses
   */
  record Rewritten(String text, Set<String> masks, List<String> lines) {}

  /**
   * Rewrites an expression.
   *
   * @param module gives the application of the case's module to the arguments that it is given
   * @throws Unreached if the expression uses what the language or the library lacks
   */
  static Rewritten rewrite(String python, UnaryOperator<String> module) throws Unreached {
    PythonCall call = new PythonCall(python, module);
    String text = call.expression();
    if (!call.peek().isEmpty()) {
      throw new Unreached("the call is Python that is not rewritten: " + python);
    }
    return new Rewritten(text, Set.copyOf(call.masks), List.copyOf(call.lines));
  }

  private String peek() {
    return tokens.get(at);
  }

  private String next() {
    return tokens.get(at++);
  }

  private boolean take(String token) {
    if (peek().equals(token)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String token) throws Unreached {
    if (!take(token)) {
      throw new Unreached("the call is Python that is not rewritten");
    }
  }

  /** Operators keep their order: both languages give them the same precedence. */
  private String expression() throws Unreached {
    StringBuilder text = new StringBuilder();
    while (take("-")) {
      text.append('-');
    }
    text.append(postfix());
    while (Set.of("+", "-", "*", "/", "@", "**").contains(peek())) {
      text.append(' ').append(next()).append(' ').append(expression());
    }
    return text.toString();
  }

  private String postfix() throws Unreached {
    String text = atom();
    while (true) {
      if (take(".")) {
        text = member(text, next());
      } else if (take("[")) {
        text = text + "[" + subscripts() + "]";
      } else {
        return text;
      }
    }
  }

  private String atom() throws Unreached {
    String token = next();
    if (token.equals("(") && take("lambda")) {
      return applied();
    }
    if (token.equals("(") || token.equals("[")) {
      String close = token.equals("(") ? ")" : "]";
      return token + String.join(", ", items(close)) + close;
    }
    if (token.equals("module")) {
      expect("(");
      return module.apply(String.join(", ", items(")")));
    }
    if (token.startsWith("'")) {
      return "\"" + token.substring(1, token.length() - 1) + "\"";
    }
    return WORDS.getOrDefault(token, token);
  }

  /** {@code (lambda o: body)(value)}: a line binds the name. */
  private String applied() throws Unreached {
    String name = next();
    expect(":");
    String body = expression();
    expect(")");
    expect("(");
    String value = String.join(", ", items(")"));
    lines.add(name + " = " + value);
    return body;
  }

  private String member(String owner, String name) throws Unreached {
    if (!peek().equals("(")) {
      return name;
    }
    expect("(");
    List<String> arguments = items(")");
    if (name.equals("bool")) {
      masks.add(owner);
      return owner;
    }
    Declaration.Function function = Declared.need(name, FunctionKind.FN);
    if (!MODULES.contains(owner)) {
      arguments.add(0, owner);
    }
    return name + "(" + String.join(", ", packed(arguments, function.tensors().size())) + ")";
  }

  /**
   * Python's {@code permute(0, 2, 1)} takes any number of sizes, where the language takes a list.
   */
  private static List<String> packed(List<String> arguments, int parameters) {
    if (arguments.size() <= parameters) {
      return arguments;
    }
    List<String> packed = new ArrayList<>(arguments.subList(0, parameters - 1));
    packed.add("[" + String.join(", ", arguments.subList(parameters - 1, arguments.size())) + "]");
    return packed;
  }

  private List<String> items(String close) throws Unreached {
    List<String> items = new ArrayList<>();
    while (!take(close)) {
      String item = expression();
      items.add(take("=") ? item + "=" + expression() : item);
      if (!peek().equals(close)) {
        expect(",");
      }
    }
    return items;
  }

  private String subscripts() throws Unreached {
    StringBuilder text = new StringBuilder();
    while (!take("]")) {
      if (peek().equals(":") || peek().equals(",")) {
        text.append(next());
      } else {
        text.append(expression());
      }
    }
    return text.toString();
  }
}
