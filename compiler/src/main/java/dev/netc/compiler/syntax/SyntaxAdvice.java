package dev.netc.compiler.syntax;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** What authors mean who write as in Python, Java or C, and how it is written here. */
final class SyntaxAdvice {
  private static final Set<String> BINDERS =
      Set.of("let", "var", "val", "const", "auto", "final", "float", "double", "int", "bool");
  private static final Set<String> OBJECTS = Set.of("self", "this");
  private static final Set<String> ELSE_IF = Set.of("elif", "elseif", "elsif");
  private static final Set<String> LAYERS = Set.of("class", "module", "struct", "public");
  private static final String BRACES = "a body stands in braces: `{ … }`";
  private static final String LOOP = "a loop is `for i in 0..n { … }`";

  private final TokenList tokens;

  SyntaxAdvice(TokenList tokens) {
    this.tokens = tokens;
  }

  /** How what a word of another language starts looks here. */
  static Optional<String> form(String written, String word) {
    if (LAYERS.contains(written)) {
      return Optional.of(
          "a layer is `layer Name(width) (x) { … }`, a network `network Name { … }`");
    }
    return switch (word) {
      case "fn" -> Optional.of("a function is `fn name(x) = …` or `fn name(x) { … }`");
      default -> Optional.empty();
    };
  }

  /** For a word behind a whole statement on the same line. */
  void stray(Diagnostic.Builder error, Token first) {
    int index = first.getTokenIndex();
    String before = text(index - 1);
    if (before.equals("lambda")) {
      error.help("functions are declared: `fn name(x) = …`");
    } else if (before.equals("scan") || before.equals("new")) {
      error.help(
          before.equals("new")
              ? "a layer is made by its name alone: leave `new` out"
              : "a scan is `scan xt in x along 1 with h = start { … yield h }`");
    } else if (text(lineStart(index)).equals("output")) {
      error.help("a comma stands between two", new Edit(span(index - 1).after(), ","));
    } else {
      error.help("a statement starts on a line of its own");
    }
  }

  /** Whether the line is a condition, in which {@code =} was meant to compare. */
  boolean isCondition(Token found) {
    int type = tokens.type(lineStart(found.getTokenIndex()));
    return type == NetLexer.IF || type == NetLexer.REQUIRE || type == NetLexer.ELSE;
  }

  /** For {@code import torch} and {@code from torch import nn}: the library is known without. */
  boolean giveForImport(Diagnostic.Builder error, Token found) {
    int index = found.getTokenIndex();
    boolean from = found.getText().equals("from") && tokens.isFirstOnLine(index);
    boolean name =
        index > 0
            && tokens.type(index - 1) == NetLexer.IMPORT
            && found.getType() == NetLexer.IDENTIFIER;
    if (!from && !name) {
      return false;
    }
    error.note("a file is imported by its name, `import \"blocks.net\"`");
    error.help("the library is known without: leave the line out", removal(found));
    return true;
  }

  private Edit removal(Token token) {
    Span place = tokens.span(token);
    SourceFile file = place.file();
    int start = file.lineStart(place.line());
    int end = file.text().indexOf('\n', place.end());
    return new Edit(new Span(file, start, end < 0 ? file.text().length() : end + 1), "");
  }

  /** Adds advice if there is any. */
  boolean give(Diagnostic.Builder error, Token found, IntervalSet expected, Token start) {
    int index = found.getTokenIndex();
    return index > 0
        && (word(error, found, start)
            || port(error, found, expected)
            || sign(error, found, expected, start)
            || missing(error, found, expected));
  }

  /** Words that start a statement elsewhere. */
  private boolean word(Diagnostic.Builder error, Token found, Token start) {
    int index = found.getTokenIndex();
    String first = start.getText();
    boolean second = start.getTokenIndex() == index - 1;
    if (second && BINDERS.contains(first) && found.getType() == NetLexer.IDENTIFIER) {
      Span whole = new Span(span(index).file(), span(index - 1).start(), span(index).start());
      error.help("a name is bound with `=` alone: leave `" + first + "` out", new Edit(whole, ""));
    } else if (second && ELSE_IF.contains(first)) {
      error.help("write `else if`", new Edit(tokens.span(start), "else if"));
    } else if (second && first.equals("while")) {
      error.help(LOOP + ", known at compile time; `scan` goes along a tensor");
    } else if (tokens.type(index - 1) == NetLexer.FOR) {
      error.help(LOOP);
    } else if (second && first.equals("repeat")) {
      error.help("the number of copies stands in parentheses: `repeat(3) { … }`");
    } else if (tokens.type(index - 1) == NetLexer.IMPORT) {
      error.help("a file is imported by its name: `import \"blocks.net\"`");
    } else if (second && first.equals("def")) {
      error.help("what `forward` does stands in the body itself; a function is `fn name(x) = …`");
    } else if (second && first.equals("with")) {
      error.help("nothing has to be switched off or on here: leave the line out", removal(found));
    } else if (found.getType() == NetLexer.AS && tokens.type(index - 1) == NetLexer.STRING) {
      error.help("what a file declares is known by its own names");
    } else if (found.getType() == NetLexer.ELSE) {
      error.help("a choice is `if condition { a } else { b }`");
    } else {
      return false;
    }
    return true;
  }

  /** Inputs and targets. */
  private boolean port(Diagnostic.Builder error, Token found, IntervalSet expected) {
    int index = found.getTokenIndex();
    int first = tokens.type(lineStart(index));
    boolean port = first == NetLexer.INPUT || first == NetLexer.TARGET;
    if (!port) {
      return false;
    }
    if (found.getType() == NetLexer.COLON && lineStart(index) == index - 1) {
      error.help("its name comes first: `" + text(index - 1) + " x: …`");
    } else if (found.getType() == NetLexer.ASSIGN && expected.contains(NetLexer.COLON)) {
      error.help("its type stands behind `:`", new Edit(span(index), ":"));
    } else if (isElementType(found) && expected.contains(NetLexer.COLON)) {
      error.help("its type stands behind `:`", new Edit(span(index - 1).after(), ":"));
    } else if (tokens.type(index) == NetLexer.LBRACK && expected.contains(NetLexer.FLOAT)) {
      error.help(
          "say what its elements are",
          new Edit(
              new Span(span(index).file(), span(index).start(), span(index).start()), "float"));
    } else if (tokens.type(index) == NetLexer.LBRACK && expected.contains(NetLexer.COLON)) {
      error.help("the name comes first: `input x: float[N, 10]`");
    } else if (expected.contains(NetLexer.LBRACK)
        && isElementType(tokens.tokens().get(index - 1))) {
      error.help("a single number is `float[]`, rows of ten are `float[N, 10]`");
    } else {
      return false;
    }
    return true;
  }

  private static boolean isElementType(Token token) {
    return switch (token.getType()) {
      case NetLexer.FLOAT, NetLexer.DOUBLE, NetLexer.INT, NetLexer.BOOL -> true;
      default -> false;
    };
  }

  /** Signs that mean something else elsewhere. */
  private boolean sign(Diagnostic.Builder error, Token found, IntervalSet expected, Token start) {
    int index = found.getTokenIndex();
    boolean second = start.getTokenIndex() == index - 1;
    int opening = tokens.unclosedBefore(index);
    int type = found.getType();
    if (type == NetLexer.ASSIGN && opening >= 0 && opening == lineStart(index)) {
      error.help("close the names", new Edit(span(index - 1).after(), ")"));
    } else if (type == NetLexer.ASSIGN && OBJECTS.contains(start.getText())) {
      Span object = new Span(span(index).file(), tokens.span(start).start(), dotAfter(start));
      error.help(
          "names stand by themselves: leave `" + object.text() + "` out", new Edit(object, ""));
    } else if (type == NetLexer.EQUAL && second) {
      error.help("a name is bound with `=`", new Edit(span(index), "="));
    } else if (type == NetLexer.COMMA && second && tokens.isFirstOnLine(index - 1)) {
      error.help("a tuple is taken apart in parentheses: `(a, b) = …`");
    } else if (type == NetLexer.COMMA && start == found && endsValue(index - 1)) {
      error.help(
          switch (tokens.type(lineStart(index))) {
            case NetLexer.INPUT, NetLexer.TARGET, NetLexer.IMPORT ->
                "each " + text(lineStart(index)) + " stands on a line of its own";
            default -> "a tuple stands in parentheses: `(a, b)`; a number has a point: `1.5`";
          });
    } else if (type == NetLexer.COLON
        && second
        && start.getType() == NetLexer.IDENTIFIER
        && tokens.isFirstOnLine(index - 1)) {
      error.help("a name is bound with `=`", new Edit(span(index), " ="));
    } else if (type == NetLexer.COLON && expected.contains(NetLexer.RPAREN)) {
      error.help("an argument stands behind `=`", new Edit(span(index), "="));
    } else if (type == NetLexer.COLON && expected.contains(NetLexer.ASSIGN)) {
      error.help("the type of what it gives is inferred: leave it out");
    } else if (type == NetLexer.STAR && expected.contains(NetLexer.STRING)) {
      error.help("a pattern of names stands in quotes: `\"*.bias\"`");
    } else if (tokens.closesNothing(index) && opening >= 0) {
      String closer = closer(opening);
      error.help("close it with `" + closer + "`", new Edit(span(index), closer));
    } else {
      return false;
    }
    return true;
  }

  private boolean endsValue(int index) {
    return switch (tokens.type(index)) {
      case NetLexer.IDENTIFIER,
          NetLexer.INTEGER,
          NetLexer.REAL,
          NetLexer.STRING,
          NetLexer.RPAREN,
          NetLexer.RBRACK ->
          true;
      default -> false;
    };
  }

  /** What is only missing. */
  private boolean missing(Diagnostic.Builder error, Token found, IntervalSet expected) {
    int index = found.getTokenIndex();
    boolean list =
        expected.contains(NetLexer.COMMA)
            && (expected.contains(NetLexer.RPAREN) || expected.contains(NetLexer.RBRACK));
    boolean value =
        switch (found.getType()) {
          case NetLexer.IDENTIFIER, NetLexer.INTEGER, NetLexer.REAL, NetLexer.STRING -> true;
          default -> false;
        };
    if (list && value && !tokens.isFirstOnLine(index)) {
      error.help("a comma stands between two", new Edit(span(index - 1).after(), ","));
    } else if (expected.contains(NetLexer.LBRACE)
        && !expected.contains(NetLexer.INTEGER)
        && !expected.contains(NetLexer.IDENTIFIER)) {
      error.help(BRACES);
    } else {
      return false;
    }
    return true;
  }

  private String closer(int opening) {
    return tokens.isParenthesis(opening)
        ? ")"
        : tokens.type(opening) == NetLexer.LBRACE ? "}" : "]";
  }

  private int dotAfter(Token start) {
    int next = start.getTokenIndex() + 1;
    return span(next).end();
  }

  private int lineStart(int index) {
    int first = Math.min(index, tokens.last());
    while (first > 0 && !tokens.isFirstOnLine(first)) {
      first--;
    }
    return first;
  }

  private String text(int index) {
    return tokens.tokens().get(index).getText();
  }

  private Span span(int index) {
    return tokens.span(tokens.tokens().get(index));
  }
}
