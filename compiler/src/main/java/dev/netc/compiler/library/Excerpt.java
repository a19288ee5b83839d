package dev.netc.compiler.library;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.source.SourceFile;
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

  private final String file;
  private final int line;
  private final String name;
  private final String text;
  private volatile Declaration.@Nullable Function parsed;

  /**
   * Cuts one out.
   *
   * @param file the file's name
   * @param line its first line there, from 1, that of the documentation if there is one
   * @param name what it declares
   * @param text its documentation and itself
   */
  private Excerpt(String file, int line, String name, String text) {
    this.file = file;
    this.line = line;
    this.name = name;
    this.text = text;
  }

  /** The declarations of a file in order. */
  static List<Excerpt> of(String file, String text) {
    // All files are read when the compiler starts, so only how each line begins is looked at.
    List<Excerpt> excerpts = new ArrayList<>();
    Start open = Start.NONE;
    Start documentation = Start.NONE;
    int line = 1;
    for (int at = 0; at < text.length(); at = nextLine(text, at)) {
      if (text.startsWith("///", at)) {
        documentation = documentation.equals(Start.NONE) ? new Start(at, line, "") : documentation;
      } else {
        String name = declared(text, at);
        if (!name.isEmpty()) {
          Start start =
              documentation.equals(Start.NONE) ? new Start(at, line, name) : documentation;
          open.until(start.offset(), file, text, excerpts);
          open = new Start(start.offset(), start.line(), name);
        }
        documentation = Start.NONE;
      }
      line++;
    }
    open.until(text.length(), file, text, excerpts);
    return excerpts;
  }

  /** Where a declaration begins, and what it is called; nothing is called nothing. */
  private record Start(int offset, int line, String name) {
    static final Start NONE = new Start(0, 0, "");

    void until(int end, String file, String text, List<Excerpt> excerpts) {
      if (!name.isEmpty()) {
        excerpts.add(new Excerpt(file, line, name, text.substring(offset, end)));
      }
    }
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
    return text;
  }

  /** The declaration, with the lines that it has in its file; always the same object. */
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
    SourceFile source = new SourceFile(file, "\n".repeat(line - 1) + text);
    ParseResult result = new Parser().parse(source);
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
