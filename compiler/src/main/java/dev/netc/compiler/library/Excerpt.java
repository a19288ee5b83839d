package dev.netc.compiler.library;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of one declaration in a file of the library. Most programs use few of them, so each is
 * parsed when it is first asked for: the library starts every declaration at the left margin, and
 * nothing else but its documentation.
 */
final class Excerpt {
  private static final Set<String> WORDS =
      Stream.of(FunctionKind.values()).map(FunctionKind::word).collect(Collectors.toSet());

  private static final int NONE = -1;

  private final String name;
  private final Span span;
  private volatile Declaration.@Nullable Function parsed;

  /**
   * Cuts one out.
   *
   * @param name what it declares
   * @param span its documentation and itself
   */
  private Excerpt(String name, Span span) {
    this.name = name;
    this.span = span;
  }

  /** The declarations of a file in order. */
  static List<Excerpt> of(SourceFile file) {
    // All files are read when the compiler starts, so only how each line begins is looked at.
    String text = file.text();
    List<Excerpt> excerpts = new ArrayList<>();
    String open = "";
    int start = NONE;
    int documentation = NONE;
    for (int at = 0; at < text.length(); at = nextLine(text, at)) {
      if (text.startsWith("///", at)) {
        documentation = documentation == NONE ? at : documentation;
      } else {
        String name = declared(text, at);
        if (!name.isEmpty()) {
          int next = documentation == NONE ? at : documentation;
          if (start != NONE) {
            excerpts.add(new Excerpt(open, file.span(start, next)));
          }
          open = name;
          start = next;
        }
        documentation = NONE;
      }
    }
    if (start != NONE) {
      excerpts.add(new Excerpt(open, file.span(start, text.length())));
    }
    return excerpts;
  }

  private static int nextLine(String text, int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }

  /** The name behind the word that a declaration begins with; empty if a line begins none. */
  private static String declared(String text, int offset) {
    int space = offset;
    while (space < text.length() && Character.isLowerCase(text.charAt(space))) {
      space++;
    }
    if (space == offset
        || !text.startsWith(" ", space)
        || !WORDS.contains(text.substring(offset, space))) {
      return "";
    }
    int end = space + 1;
    while (end < text.length()
        && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return text.substring(space + 1, end);
  }

  String name() {
    return name;
  }

  /** The documentation and the declaration as they are written. */
  String text() {
    return span.text();
  }

  /** The declaration; always the same object. */
  Declaration.Function declaration() {
    Declaration.Function known = parsed;
    return known != null ? known : parsedOnce();
  }

  private synchronized Declaration.Function parsedOnce() {
    Declaration.Function known = parsed;
    if (known == null) {
      known = parse();
      parsed = known;
    }
    return known;
  }

  private Declaration.Function parse() {
    ParseResult result = new Parser().parse(span);
    List<Declaration> declarations = result.file().declarations();
    if (!result.diagnostics().isEmpty()
        || declarations.size() != 1
        || !(declarations.get(0) instanceof Declaration.Function function)) {
      throw new IllegalStateException(
          "the library's " + name + " is no declaration: " + result.diagnostics());
    }
    return function;
  }
}
