package dev.netc.compiler.library;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of all that the library declares, made of its comments. */
final class LibraryPage {
  private static final Path LIBRARY = Path.of("src/main/resources/dev/netc/compiler/library");
  private static final String START =
"""
# The standard library

What a network may use without declaring it. `F.` is `torch.nn.functional`, `nn.` is `torch.nn`; `[..., C]` is a
tensor whose last axis is `C`. `netc std Conv2d` prints a declaration with its body.

`LibraryPageTest` writes this page from the comments in the library's files (`-Dbless=true`), and fails where it
says something else.

""";

  private LibraryPage() {}

  /** The declarations that a program can name, in the order of the files. */
  static List<Declaration.Function> declarations() {
    return Library.standard().functions().filter(function -> !function.name().isPrivate()).toList();
  }

  /** The whole page. */
  static String text() throws IOException {
    Map<String, List<Declaration.Function>> files =
        declarations().stream()
            .collect(
                Collectors.groupingBy(
                    function -> function.span().file().name(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    StringBuilder page = new StringBuilder(START);
    files.forEach((file, functions) -> page.append(contents(file, functions)));
    for (Map.Entry<String, List<Declaration.Function>> file : files.entrySet()) {
      page.append("\n## ").append(title(file.getKey())).append("\n\n");
      page.append(introduction(file.getKey()));
      file.getValue().forEach(function -> page.append(entry(function)));
    }
    return page.toString();
  }

  /** From the first word to the body, as it is written. */
  static String signature(Declaration.Function function) {
    Span span = function.span();
    String head =
        span.file().text().substring(span.start(), function.body().span().start()).strip();
    return head.endsWith("=") ? head.substring(0, head.length() - 1).strip() : head;
  }

  private static String contents(String file, List<Declaration.Function> functions) {
    return functions.stream()
        .map(function -> "`" + function.name().text() + "`")
        .collect(
            Collectors.joining(", ", "- [" + title(file) + "](#" + anchor(file) + "): ", "\n"));
  }

  private static String entry(Declaration.Function function) {
    String others =
        Library.standard().names().stream()
            .filter(name -> !name.equals(function.name().text()))
            .filter(name -> isNamedBy(function, name))
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return "\n### "
        + function.kind().word()
        + " "
        + function.name().text()
        + "\n\n```\n"
        + signature(function)
        + "\n```\n\n"
        + function.doc().map(Doc::text).orElse("")
        + (others.isEmpty() ? "" : "\nAlso called " + others + ".")
        + "\n";
  }

  private static boolean isNamedBy(Declaration.Function function, String name) {
    return Library.standard().function(name).orElseThrow().name().equals(function.name());
  }

  /** The comment that a file starts with. */
  private static String introduction(String file) throws IOException {
    return Files.readString(LIBRARY.resolve(file))
        .lines()
        .takeWhile(line -> line.startsWith("//") && !line.startsWith("///"))
        .map(line -> line.substring(2).strip() + "\n")
        .collect(Collectors.joining());
  }

  private static String title(String file) {
    String name = file.replace(".net", "").replace('_', ' ');
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String anchor(String file) {
    return file.replace(".net", "").replace('_', '-');
  }
}
