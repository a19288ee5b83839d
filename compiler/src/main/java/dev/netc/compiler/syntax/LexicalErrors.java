package dev.netc.compiler.syntax;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;

/**
 * Reports characters that make no word, and puts the word that was meant in their place where that
 * is plain, so that the parser does not stumble over them again.
 */
final class LexicalErrors {
  /** What other languages write, and what is written here. */
  private static final Map<String, Meant> MEANT =
      Map.ofEntries(
          Map.entry("&", new Meant("and", NetLexer.AND)),
          Map.entry("&&", new Meant("and", NetLexer.AND)),
          Map.entry("|", new Meant("or", NetLexer.OR)),
          Map.entry("||", new Meant("or", NetLexer.OR)),
          Map.entry("!", new Meant("not", NetLexer.NOT)),
          Map.entry("^", new Meant("**", NetLexer.POWER)),
          Map.entry("×", new Meant("*", NetLexer.STAR)),
          Map.entry("·", new Meant("*", NetLexer.STAR)),
          Map.entry("−", new Meant("-", NetLexer.MINUS)),
          Map.entry("–", new Meant("-", NetLexer.MINUS)),
          Map.entry("→", new Meant("->", NetLexer.ARROW)));

  private final SourceFile file;
  private final List<Token> tokens;
  private final List<Diagnostic> diagnostics;
  private final BitSet behindGarbage = new BitSet();
  private int unknownStart = -1;
  private int unknownEnd = -1;

  private record Meant(String text, int type) {}

  /**
   * Makes a filter.
   *
   * @param file what is read
   * @param tokens where words go
   * @param diagnostics where reports go
   */
  LexicalErrors(SourceFile file, List<Token> tokens, List<Diagnostic> diagnostics) {
    this.file = file;
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  /** Takes the next token of the lexer; reports it where it is wrong. */
  void accept(Token token) {
    if (token.getType() == NetLexer.UNKNOWN) {
      unknown(token);
      return;
    }
    reportUnknown();
    switch (token.getType()) {
      case NetLexer.UNCLOSED_COMMENT -> unclosedComment(span(token));
      case NetLexer.HASH_COMMENT -> hashComment(span(token));
      case NetLexer.FOREIGN_NAME -> foreignName(token);
      case NetLexer.UNCLOSED_STRING -> unclosedString(token);
      case NetLexer.SINGLE_QUOTED -> singleQuoted(token);
      case NetLexer.MALFORMED_NUMBER -> malformedNumber(token);
      case NetLexer.QUANTITY -> quantity(token);
      default -> tokens.add(token);
    }
  }

  /** The indices of the tokens before which characters were left out. */
  BitSet behindGarbage() {
    return behindGarbage;
  }

  /** Adjacent unknown characters are one mistake. */
  private void unknown(Token token) {
    if (unknownStart < 0 || token.getStartIndex() != unknownEnd) {
      reportUnknown();
      unknownStart = token.getStartIndex();
    }
    unknownEnd = token.getStopIndex() + 1;
  }

  private void reportUnknown() {
    if (unknownStart < 0) {
      return;
    }
    Span span = file.span(unknownStart, unknownEnd);
    unknownStart = -1;
    Meant meant = MEANT.get(span.text());
    if (span.text().chars().allMatch(c -> c == ';')) {
      diagnostics.add(
          Diagnostic.error("E0102", "the language has no semicolons")
              .at(span)
              .help("leave it out: a statement ends where the next one starts", new Edit(span, ""))
              .build());
    } else if (meant != null) {
      tokens.add(token(span, meant.type()));
      diagnostics.add(
          nothing(span).help("write `" + meant.text() + "`", new Edit(span, meant.text())).build());
    } else {
      behindGarbage.set(tokens.size());
      diagnostics.add(nothing(span).build());
    }
  }

  private static Diagnostic.Builder nothing(Span span) {
    String text = Wording.shorten(span.text());
    return Diagnostic.error("E0102", "`" + text + "` means nothing in this language").at(span);
  }

  private void foreignName(Token token) {
    Span span = span(token);
    diagnostics.add(
        Diagnostic.error("E0102", "`" + Wording.shorten(span.text()) + "` cannot be a name")
            .at(span)
            .note("names are made of the letters a to z and A to Z, digits and underscores")
            .build());
    addAs(token, NetLexer.IDENTIFIER);
  }

  private void hashComment(Span span) {
    Span hash = file.span(span.start(), span.start() + 1);
    diagnostics.add(nothing(hash).help("start a comment with `//`", new Edit(hash, "//")).build());
  }

  private void unclosedComment(Span span) {
    behindGarbage.set(tokens.size());
    diagnostics.add(
        Diagnostic.error("E0104", "this comment is never closed")
            .at(file.span(span.start(), span.start() + 2))
            .help("end it with `*/`")
            .build());
  }

  private void unclosedString(Token token) {
    Span span = span(token);
    diagnostics.add(
        Diagnostic.error("E0103", "this string is never closed")
            .at(span)
            .help("end it with `\"` on the same line", new Edit(span.after(), "\""))
            .build());
    addAs(token, NetLexer.STRING);
  }

  private void singleQuoted(Token token) {
    Span span = span(token);
    String text = span.text();
    String meant = '"' + text.substring(1, text.length() - 1) + '"';
    diagnostics.add(
        Diagnostic.error("E0103", "strings stand in double quotes")
            .at(span)
            .help("write `" + Wording.shorten(meant) + "`", new Edit(span, meant))
            .build());
    addAs(token, NetLexer.STRING);
  }

  private void malformedNumber(Token token) {
    Span span = span(token);
    diagnostics.add(
        Diagnostic.error("E0106", "`" + Wording.shorten(span.text()) + "` is no number")
            .at(span)
            .note("a name does not start with a digit, and a number has no suffix")
            .build());
    addAs(token, NetLexer.INTEGER);
  }

  /** Only the limits of a budget have units: {@code memory <= 64MiB}. */
  private void quantity(Token token) {
    int next = tokens.size();
    boolean limit =
        next >= 3
            && tokens.get(next - 1).getType() == NetLexer.LESS_EQUAL
            && (tokens.get(next - 3).getType() == NetLexer.BUDGET
                || tokens.get(next - 3).getType() == NetLexer.COMMA);
    if (limit) {
      tokens.add(token);
    } else {
      malformedNumber(token);
    }
  }

  private void addAs(Token token, int type) {
    if (token instanceof WritableToken writable) {
      writable.setType(type);
    }
    tokens.add(token);
  }

  private Span span(Token token) {
    return file.span(token.getStartIndex(), token.getStopIndex() + 1);
  }

  private static Token token(Span span, int type) {
    CommonToken token = new CommonToken(type, span.text());
    token.setStartIndex(span.start());
    token.setStopIndex(span.end() - 1);
    return token;
  }
}
