package dev.netc.compiler.library;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of one declaration in a file of the library. Most programs use few of them, so each is
 * parsed when it is first asked for: the library starts every declaration at the left margin, and
 * nothing else but its documentation.
 */
final class Excerpt {
  private static final Pattern START =
      Pattern.compile(
          "(?m)^(?:///.*\n)*(?:"
              + Stream.of(FunctionKind.values())
                  .map(FunctionKind::word)
                  .collect(Collectors.joining("|"))
              + ") ([\\w.]+)");

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
    List<Excerpt> excerpts = new ArrayList<>();
    Matcher start = START.matcher(text);
    boolean found = start.find();
    while (found) {
      int from = start.start();
      String name = start.group(1);
      found = start.find();
      int line = 1 + (int) text.substring(0, from).chars().filter(c -> c == '\n').count();
      String own = text.substring(from, found ? start.start() : text.length());
      excerpts.add(new Excerpt(file, line, name, own));
    }
    return excerpts;
  }

  String name() {
    return name;
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
