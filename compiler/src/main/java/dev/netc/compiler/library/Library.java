package dev.netc.compiler.library;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The declarations of the standard library by name, in the order of its files. */
public final class Library {
  private static final String INDEX = "index.txt";
  private static final String ALIASES = "aliases.txt";

  /** Parsed once for each JVM, when it is first asked for. */
  private static final class Standard {
    static final Library LIBRARY =
        new Library(read(INDEX).lines().filter(line -> !line.isBlank()).toList());
  }

  private final Map<String, Declaration.Function> functions;

  private Library(List<String> files) {
    Map<String, Declaration.Function> all = new LinkedHashMap<>();
    for (String name : files) {
      ParseResult result = new Parser().parse(new SourceFile(name, read(name)));
      if (!result.diagnostics().isEmpty()) {
        throw new IllegalStateException(
            "the standard library does not parse: " + result.diagnostics());
      }
      add(result.file(), all);
    }
    read(ALIASES).lines().map(line -> line.split(" = ", -1)).forEach(names -> alias(names, all));
    functions = Collections.unmodifiableMap(all);
  }

  private static void add(File file, Map<String, Declaration.Function> all) {
    for (Declaration declaration : file.declarations()) {
      if (!(declaration instanceof Declaration.Function function)
          || all.put(declaration.name().text(), function) != null) {
        throw new IllegalStateException(
            "the standard library declares "
                + declaration.name().text()
                + " twice, or as a network");
      }
    }
  }

  /** A second name of a declaration; whatever shows it shows the first. */
  private static void alias(String[] names, Map<String, Declaration.Function> all) {
    Declaration.Function function = all.get(names[1]);
    if (function == null || all.put(names[0], function) != null) {
      throw new IllegalStateException("the standard library cannot call " + names[1] + " so");
    }
  }

  public static Library standard() {
    return Standard.LIBRARY;
  }

  /** The declarations by name; some have a second one. */
  public Map<String, Declaration.Function> functions() {
    return functions;
  }

  /**
   * The source of a declaration with its documentation, as the library has it; empty for a name it
   * does not have.
   */
  public Optional<String> source(String name) {
    return Optional.ofNullable(functions.get(name))
        .map(
            function -> {
              Span span = function.span();
              return function.doc().map(Doc::span).map(doc -> doc.to(span)).orElse(span).text();
            });
  }

  private static String read(String name) {
    try (InputStream stream = Library.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the compiler's jar lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
