package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Message;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.Token;

/** Reads what tokens mean: numbers, strings, messages with expressions in braces. */
final class LiteralReader {
  private final TreeReader reader;

  LiteralReader(TreeReader reader) {
    this.reader = reader;
  }

  /** A whole number; reports one that is too large, and takes the largest. */
  Expression.IntegerLiteral integer(Token token) {
    Span span = reader.span(token);
    String digits = token.getText().replace("_", "");
    boolean malformed = !digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (malformed) {
      return new Expression.IntegerLiteral(span, 0);
    }
    try {
      return new Expression.IntegerLiteral(span, Long.parseLong(digits));
    } catch (NumberFormatException tooLarge) {
      report("E0106", span, "this number is too large", "whole numbers go up to " + Long.MAX_VALUE);
      return new Expression.IntegerLiteral(span, Long.MAX_VALUE);
    }
  }

  /** A real number; reports one that is too large, and takes zero. */
  Expression.RealLiteral real(Token token) {
    Span span = reader.span(token);
    String text = token.getText().replace("_", "");
    if (Double.isInfinite(Double.parseDouble(text))) {
      report("E0106", span, "this number is too large", "numbers go up to " + Double.MAX_VALUE);
      return new Expression.RealLiteral(span, "0.0");
    }
    return new Expression.RealLiteral(span, text);
  }

  /** A string with its escapes resolved. */
  Expression.StringLiteral string(Token token) {
    Span content = content(token);
    StringBuilder value = new StringBuilder();
    int end = content.end();
    for (int i = content.start(); i < end; ) {
      i = character(content, i, value);
    }
    return new Expression.StringLiteral(reader.span(token), value.toString());
  }

  /**
   * A string in which braces hold expressions; doubled braces stand for themselves.
   *
   * @param token the string
   * @param parse reads the expression between two braces, or reports why it cannot
   */
  Message message(Token token, Function<Span, Optional<Expression>> parse) {
    Span content = content(token);
    String text = content.file().text();
    List<Message.Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int literalStart = content.start();
    for (int i = content.start(); i < content.end(); ) {
      char c = text.charAt(i);
      boolean doubled = i + 1 < content.end() && text.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        literal.append(c);
        i += 2;
      } else if (c == '{') {
        addText(parts, content, literalStart, i, literal);
        i = hole(parts, content, i, parse);
        literalStart = i;
      } else if (c == '}') {
        report(
            "E0107",
            place(content, i, i + 1),
            "this brace closes nothing",
            "`}}` stands for a brace");
        i++;
      } else {
        i = character(content, i, literal);
      }
    }
    addText(parts, content, literalStart, content.end(), literal);
    return new Message(reader.span(token), parts);
  }

  private static void addText(
      List<Message.Part> parts, Span content, int start, int end, StringBuilder literal) {
    if (literal.length() > 0) {
      parts.add(new Message.Part.Text(place(content, start, end), literal.toString()));
      literal.setLength(0);
    }
  }

  private int hole(
      List<Message.Part> parts,
      Span content,
      int opening,
      Function<Span, Optional<Expression>> parse) {
    int closing = closing(content, opening);
    if (closing < 0) {
      report(
          "E0107",
          place(content, opening, opening + 1),
          "this brace is never closed",
          "an expression in braces is shown as its value, `{{` stands for a brace");
      return content.end();
    }
    Span span = place(content, opening, closing + 1);
    parse
        .apply(place(content, opening + 1, closing))
        .ifPresent(value -> parts.add(new Message.Part.Hole(span, value)));
    return closing + 1;
  }

  /** The brace that closes the one at an offset, or a negative number. */
  private static int closing(Span content, int opening) {
    String text = content.file().text();
    int depth = 0;
    for (int i = opening; i < content.end(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Appends the character at an offset, or the one its escape means; returns the next offset. */
  private int character(Span content, int at, StringBuilder out) {
    String text = content.file().text();
    char c = text.charAt(at);
    if (c != '\\' || at + 1 >= content.end()) {
      out.append(c);
      return at + 1;
    }
    char escaped = text.charAt(at + 1);
    switch (escaped) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case '"', '\\' -> out.append(escaped);
      default ->
          report(
              "E0107",
              place(content, at, at + 2),
              "there is no such escape",
              "there are `\\n`, `\\t`, `\\\"` and `\\\\`");
    }
    return at + 2;
  }

  /** What stands between the quotes; the closing one may be missing. */
  private Span content(Token token) {
    Span span = reader.span(token);
    String text = span.text();
    boolean closed = text.length() > 1 && text.endsWith(text.substring(0, 1));
    return place(span, span.start() + 1, closed ? span.end() - 1 : span.end());
  }

  private static Span place(Span in, int start, int end) {
    return new Span(in.file(), start, end);
  }

  private void report(String code, Span span, String message, String note) {
    reader.report(Diagnostic.error(code, message).at(span).note(note).build());
  }
}
