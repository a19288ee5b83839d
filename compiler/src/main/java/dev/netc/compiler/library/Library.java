package dev.netc.compiler.library;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The declarations of the standard library by name, each parsed when it is first asked for. */
public final class Library {
  private static final String INDEX = "index.txt";
  private static final String ALIASES = "aliases.txt";

  private static final Pattern WORD = Pattern.compile("\\w+");

  /** What may be a call; a comment as a whole names nothing. */
  private static final Pattern CALLED = Pattern.compile("//.*|\\w++(?=\\()");

  /** What {@link #ALIASES} has for stages in bare braces. */
  private static final String BRACES = "{}";

  /** Read once for each JVM, when it is first asked for. */
  private static final class Standard {
    static final Library LIBRARY =
        new Library(read(INDEX).lines().filter(line -> !line.isBlank()).toList());
  }

  private final Map<String, Excerpt> excerpts;
  private final String braces;

  private Library(List<String> files) {
    Map<String, Excerpt> all = new LinkedHashMap<>();
    for (String file : files) {
      Excerpt.of(new SourceFile(file, read(file)))
          .forEach(excerpt -> add(excerpt.name(), excerpt, all));
    }
    Map<String, String> aliases = new LinkedHashMap<>();
    read(ALIASES)
        .lines()
        .map(line -> line.split(" = ", -1))
        .forEach(names -> aliases.put(names[0], names[1]));
    braces = requireNonNull(aliases.remove(BRACES), BRACES);
    aliases.forEach((alias, name) -> add(alias, all.get(name), all));
    excerpts = Collections.unmodifiableMap(all);
  }

  private static void add(String name, @Nullable Excerpt excerpt, Map<String, Excerpt> all) {
    if (excerpt == null || all.put(name, excerpt) != null) {
      throw new IllegalStateException("the standard library cannot declare " + name + " so");
    }
  }

  public static Library standard() {
    return Standard.LIBRARY;
  }

  /** The name of the layer that stages in bare braces are, wherever they are shown. */
  public String braces() {
    return braces;
  }

  /** All names in the order of the files; some declarations have a second one. */
  public Set<String> names() {
    return excerpts.keySet();
  }

  /** What a name declares; whatever shows it shows its first name. */
  public Optional<Declaration.Function> function(String name) {
    return Optional.ofNullable(excerpts.get(name)).map(Excerpt::declaration);
  }

  /**
   * Parses what a text may use and what that may use in turn, going by words alone: on another
   * thread, ahead of an analysis of the text.
   */
  public void prepare(String text) {
    Set<String> met = new HashSet<>();
    Deque<Excerpt> open = new ArrayDeque<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      meet(word.group(), met, open);
    }
    while (!open.isEmpty()) {
      Matcher called = CALLED.matcher(open.remove().text());
      while (called.find()) {
        meet(called.group(), met, open);
      }
    }
  }

  private void meet(String word, Set<String> met, Deque<Excerpt> open) {
    Excerpt excerpt = excerpts.get(word);
    if (excerpt != null && met.add(excerpt.name())) {
      function(excerpt.name());
      open.add(excerpt);
    }
  }

  /** The declarations in the order of the files, each once. */
  public Stream<Declaration.Function> functions() {
    return excerpts.keySet().stream().flatMap(name -> function(name).stream()).distinct();
  }

  /**
   * The source of a declaration with its documentation, as the library has it; empty for a name it
   * does not have.
   */
  public Optional<String> source(String name) {
    return function(name)
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
