package dev.netc.compiler.syntax;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;
import org.jspecify.annotations.Nullable;

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
          Map.entry("→", new Meant("->", NetLexer.ARROW)),
          Map.entry("⇒", new Meant("->", NetLexer.ARROW)),
          Map.entry("≤", new Meant("<=", NetLexer.LESS_EQUAL)),
          Map.entry("≥", new Meant(">=", NetLexer.GREATER_EQUAL)),
          Map.entry("≠", new Meant("!=", NetLexer.NOT_EQUAL)),
          Map.entry("÷", new Meant("/", NetLexer.SLASH)),
          Map.entry("…", new Meant("...", NetLexer.ELLIPSIS)));

  /** What of other languages has no word here, and what is said instead. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "?", "choose with `if condition { a } else { b }`",
          "\\", "leave it out: a line that starts with an operator goes on with the one before",
          "“", "strings stand in straight quotes: `\"…\"`",
          "”", "strings stand in straight quotes: `\"…\"`");

  /** Two signs that are one elsewhere, and what is written here. */
  private static final Map<String, Meant> TOGETHER =
      Map.of(
          "=>", new Meant("->", NetLexer.ARROW),
          "===", new Meant("==", NetLexer.EQUAL),
          "!==", new Meant("!=", NetLexer.NOT_EQUAL),
          "<>", new Meant("!=", NetLexer.NOT_EQUAL),
          ":=", new Meant("=", NetLexer.ASSIGN));

  private static final Set<String> UPDATES = Set.of("+=", "-=", "*=", "/=", "%=", "@=", "++");

  /** Letters of other scripts that look like Latin ones, and those below them. */
  private static final String ALIKE = "АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";

  private static final String LATIN = "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo";

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
    if (endsUnknownArrow(token)) {
      return;
    }
    reportUnknown();
    openNumber(token);
    if (joins(token)) {
      return;
    }
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

  /** {@code |>}, or an arrow with a dash that is no minus sign. */
  private boolean endsUnknownArrow(Token token) {
    if (unknownStart < 0
        || token.getType() != NetLexer.GREATER
        || token.getStartIndex() != unknownEnd
        || !"|−–".contains(file.span(unknownStart, unknownEnd).text())) {
      return false;
    }
    Span span = file.span(unknownStart, token.getStopIndex() + 1);
    unknownStart = -1;
    tokens.add(token(span, NetLexer.ARROW));
    diagnostics.add(nothing(span).help("write `->`", new Edit(span, "->")).build());
    return true;
  }

  /** {@code 1.} at the end of something: the dot is not that of a name behind it. */
  private void openNumber(Token next) {
    int last = tokens.size() - 1;
    if (last < 1
        || tokens.get(last).getType() != NetLexer.DOT
        || tokens.get(last - 1).getType() != NetLexer.INTEGER
        || tokens.get(last).getStopIndex() + 1 == next.getStartIndex()) {
      return;
    }
    tokens.remove(last);
    Span span = span(tokens.get(last - 1));
    Span whole = file.span(span.start(), span.end() + 1);
    diagnostics.add(
        Diagnostic.error("E0106", "`" + whole.text() + "` is no number")
            .at(whole)
            .help("write `" + whole.text() + "0`", new Edit(whole, whole.text() + "0"))
            .build());
  }

  /** Whether a sign belongs to the one right before it, as the two are one elsewhere. */
  private boolean joins(Token token) {
    int last = tokens.size() - 1;
    if (last < 0
        || token.getType() == Token.EOF
        || tokens.get(last).getStopIndex() + 1 != token.getStartIndex()) {
      return false;
    }
    Span span = file.span(tokens.get(last).getStartIndex(), token.getStopIndex() + 1);
    Meant meant = TOGETHER.get(span.text());
    if (span.text().equals("=>") && startsDeclaration(last)) {
      meant = new Meant("=", NetLexer.ASSIGN);
    }
    if (meant != null) {
      tokens.set(last, token(span, meant.type()));
      diagnostics.add(
          nothing(span).help("write `" + meant.text() + "`", new Edit(span, meant.text())).build());
      return true;
    }
    if (!UPDATES.contains(span.text())
        || last < 1
        || tokens.get(last - 1).getType() != NetLexer.IDENTIFIER) {
      return false;
    }
    String name = tokens.get(last - 1).getText();
    String update =
        "= " + name + " " + span.text().charAt(0) + (span.text().equals("++") ? " 1" : "");
    tokens.set(last, token(span, NetLexer.ASSIGN));
    if (span.text().equals("++")) {
      tokens.add(token(span, NetLexer.INTEGER));
    }
    String shown = name + " " + update + (span.text().equals("++") ? "" : " …");
    diagnostics.add(
        nothing(span).help("write `" + shown + "`", new Edit(span, spaced(span, update))).build());
    return true;
  }

  /** Whether the line of a token starts a function: {@code fn f(x) => …}. */
  private boolean startsDeclaration(int index) {
    int first = index;
    while (first > 0
        && file.line(tokens.get(first - 1).getStartIndex())
            == file.line(tokens.get(index).getStartIndex())) {
      first--;
    }
    return switch (tokens.get(first).getType()) {
      case NetLexer.FN, NetLexer.LAYER, NetLexer.LOSS, NetLexer.METRIC, NetLexer.SCHEDULE -> true;
      default -> false;
    };
  }

  private static String spaced(Span span, String text) {
    boolean apart = span.start() > 0 && span.file().text().charAt(span.start() - 1) == ' ';
    return apart ? text : " " + text;
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
    Meant meant = MEANT.getOrDefault(span.text(), wide(span.text()));
    String advice = ADVICE.get(span.text());
    if (span.text().codePoints().allMatch(LexicalErrors::isInvisible)) {
      invisible(span);
    } else if (span.text().chars().allMatch(c -> c == ';')) {
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
      Diagnostic.Builder error = nothing(span);
      if (advice != null) {
        error.help(advice);
      }
      diagnostics.add(error.build());
    }
  }

  /** A sign of full width, as East Asian keyboards have it. */
  private static @Nullable Meant wide(String text) {
    String narrow = Normalizer.normalize(text, Normalizer.Form.NFKC);
    if (narrow.equals(text) || narrow.length() != 1 || narrow.charAt(0) > 127) {
      return null;
    }
    int type = new NetLexer(CharStreams.fromString(narrow)).nextToken().getType();
    return type == NetLexer.UNKNOWN ? null : new Meant(narrow, type);
  }

  private static boolean isInvisible(int character) {
    return Character.isSpaceChar(character) || Character.getType(character) == Character.FORMAT;
  }

  /** It stands between words like white space, which it is not. */
  private void invisible(Span span) {
    String code = String.format(Locale.ROOT, "U+%04X", span.text().codePointAt(0));
    diagnostics.add(
        Diagnostic.error("E0102", "the character " + code + " means nothing in this language")
            .at(span, "it cannot be seen")
            .help("write a space", new Edit(span, " "))
            .build());
  }

  private static Diagnostic.Builder nothing(Span span) {
    String text = Wording.shorten(span.text());
    return Diagnostic.error("E0102", "`" + text + "` means nothing in this language").at(span);
  }

  private void foreignName(Token token) {
    Span span = span(token);
    String latin =
        span.text()
            .chars()
            .map(c -> ALIKE.indexOf(c) < 0 ? c : LATIN.charAt(ALIKE.indexOf(c)))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    boolean alike = latin.chars().allMatch(c -> c < 128);
    Diagnostic.Builder error =
        Diagnostic.error("E0102", "`" + Wording.shorten(span.text()) + "` cannot be a name")
            .at(span, alike ? "some letters only look like those of the Latin alphabet" : "")
            .note("names are made of the letters a to z and A to Z, digits and underscores");
    if (alike) {
      error.help("write `" + Wording.shorten(latin) + "`", new Edit(span, latin));
      CommonToken name = token(span, NetLexer.IDENTIFIER);
      name.setText(latin);
      tokens.add(name);
    } else {
      addAs(token, NetLexer.IDENTIFIER);
    }
    diagnostics.add(error.build());
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
    Diagnostic.Builder error =
        Diagnostic.error("E0106", "`" + Wording.shorten(span.text()) + "` is no number")
            .at(span)
            .note("a name does not start with a digit, and a number has no suffix");
    meant(span.text())
        .ifPresent(number -> error.help("write `" + number + "`", new Edit(span, number)));
    diagnostics.add(error.build());
    addAs(token, NetLexer.INTEGER);
  }

  /** The number that another language writes so: {@code 1.5f}, {@code 10L}, {@code 0x10}. */
  private static Optional<String> meant(String text) {
    if (text.matches("\\d+(\\.\\d+)?([eE][+-]?\\d+)?[fFdDlL]")) {
      return Optional.of(text.substring(0, text.length() - 1));
    }
    return text.matches("0[xX][0-9a-fA-F]{1,15}")
        ? Optional.of(Long.toString(Long.parseLong(text.substring(2), 16)))
        : Optional.empty();
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

  private static CommonToken token(Span span, int type) {
    CommonToken token = new CommonToken(type, span.text());
    token.setStartIndex(span.start());
    token.setStopIndex(span.end() - 1);
    return token;
  }
}
