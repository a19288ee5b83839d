package dev.netc.compiler.golden;

import dev.netc.compiler.library.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What shows that a declaration computes what PyTorch does: golden cases, or else tests. */
final class Evidence {
  private static final int SHOWN = 3;
  private static final List<Path> TESTS =
      List.of(
          Path.of("src", "test", "java"),
          Path.of("src", "test", "resources", "golden"),
          Path.of("src", "test", "resources", "library"),
          Path.of("..", "runtime", "src", "test", "java"),
          Path.of("..", "cli", "src", "test", "java"));

  /** The text of each case that is compared: constructor, arguments, call. */
  private final Map<String, String> cases = new TreeMap<>();

  /** The text of each test by its file's name. */
  private final Map<String, String> tests = new TreeMap<>();

  private Evidence() {}

  /** Reads the index of golden cases, the list of those that are skipped, and all tests. */
  static Evidence read() throws IOException {
    Evidence evidence = new Evidence();
    List<String> skipped =
        Files.readAllLines(GoldenCase.ROOT.resolve("skipped.txt")).stream()
            .map(line -> line.substring(0, line.indexOf(": ")))
            .toList();
    for (GoldenCase golden : GoldenCase.all()) {
      if (!skipped.contains(golden.name())) {
        String id = golden.id().replaceFirst("-.*", "");
        String text =
            Stream.of(golden.text("ctor"), golden.text("call"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        evidence.cases.put(golden.name(), id + "( " + text + " " + golden.args());
      }
    }
    for (Path root : TESTS) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          evidence.tests.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return evidence;
  }

  /** What shows a declaration, in words; empty if nothing does. */
  String of(String name) {
    List<String> direct = casesOf(name);
    if (!direct.isEmpty()) {
      return shown(direct);
    }
    for (String caller : callers(name)) {
      List<String> through = casesOf(caller);
      if (!through.isEmpty()) {
        return shown(through) + " through `" + caller + "`";
      }
    }
    return test(name);
  }

  /** The tests that mention a name, in words; empty if none does. */
  String test(String name) {
    Predicate<String> mentions = Pattern.compile("\\b" + name + "\\b").asPredicate();
    return tests.entrySet().stream()
        .filter(test -> mentions.test(test.getValue()))
        .map(test -> "`" + test.getKey() + "`")
        .findFirst()
        .orElse("");
  }

  /** A case calls a function, makes a layer, or says that it has been made: {@code "call":"X"}. */
  private List<String> casesOf(String name) {
    Predicate<String> mentions =
        Pattern.compile(
                "(?<!\\b(parametrizations|prune)\\.)\\b" + name + "_?\\(|\"call\":\"" + name + "\"")
            .asPredicate();
    return cases.entrySet().stream()
        .filter(entry -> mentions.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The declarations whose bodies call a function. */
  private static List<String> callers(String name) {
    Library library = Library.standard();
    Predicate<String> calls = Pattern.compile("[^`.\\w]" + name + "\\(").asPredicate();
    List<String> callers = new ArrayList<>();
    for (String other : library.names()) {
      if (!other.equals(name) && calls.test(library.source(other).orElseThrow())) {
        callers.add(other);
      }
    }
    return callers;
  }

  private static String shown(List<String> cases) {
    String first =
        cases.stream().limit(SHOWN).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return cases.size() > SHOWN ? first + " and " + (cases.size() - SHOWN) + " more" : first;
  }
}
