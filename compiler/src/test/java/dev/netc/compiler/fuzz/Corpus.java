package dev.netc.compiler.fuzz;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every text of the language in the repository: examples, library, tests, programs of the docs and
 * of the pages of codes.
 *
 * @param texts all of them; of long ones each declaration by itself
 * @param readable those without a syntax error
 */
record Corpus(List<String> texts, List<String> readable) {
  /** So short that thousands of them are compiled in a minute. */
  private static final int LONGEST = 800;

  private static final Pattern FENCED = Pattern.compile("(?s)```(?:netc?)?\\n(.*?)```");

  /** Reads the repository that a module's tests run in. */
  static Corpus read() throws IOException {
    List<String> texts = new ArrayList<>();
    List<String> readable = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : files.filter(Corpus::isSource).sorted().toList()) {
        String text = Files.readString(file);
        if (file.toString().endsWith(".net")) {
          add(text, texts, readable);
        } else {
          FENCED.matcher(text).results().forEach(block -> add(block.group(1), texts, readable));
        }
      }
    }
    return new Corpus(List.copyOf(texts), List.copyOf(readable));
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return (name.endsWith(".net") || name.endsWith(".md"))
        && !name.contains("target")
        && Files.isRegularFile(file);
  }

  private static void add(String text, List<String> texts, List<String> readable) {
    ParseResult parsed = new Parser().parse(new SourceFile("corpus.net", text));
    List<String> parts =
        text.length() <= LONGEST
            ? List.of(text)
            : parsed.file().declarations().stream().map(Corpus::text).toList();
    texts.addAll(parts);
    if (!parsed.hasErrors()) {
      readable.addAll(parts);
    }
  }

  private static String text(Declaration declaration) {
    return declaration.span().text() + "\n";
  }

  /** One of all. */
  String any(Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  /** One without a syntax error. */
  String anyReadable(Random random) {
    return readable.get(random.nextInt(readable.size()));
  }
}
