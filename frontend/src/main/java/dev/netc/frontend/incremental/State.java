package dev.netc.frontend.incremental;

import dev.netc.frontend.NetFiles;
import dev.netc.frontend.OutputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the Java of the last run was made of: a text file, a fact on each line, its words separated
 * by tabs.
 *
 * @param key stands for the compiler and its options
 * @param sources by the names of the files
 */
record State(String key, Map<String, Entry> sources) {
  private static final String VERSION = "netc-state-1";

  /** Nothing has been generated. */
  static final State NONE = new State("", Map.of());

  /**
   * What is known of one source.
   *
   * @param hash of its text
   * @param warned whether it had warnings
   * @param parameters the names of what its networks take
   * @param imports what was looked for, in that order
   * @param outputs paths below the output directory, with the hashes of the files
   */
  record Entry(
      String hash,
      boolean warned,
      List<String> parameters,
      List<Import> imports,
      Map<String, String> outputs) {}

  /**
   * An import that was looked for.
   *
   * @param importer the name of the file that has it
   * @param path as written there
   * @param found the name of the file that was found
   * @param hash of its text; empty if none was found
   */
  record Import(String importer, String path, String found, String hash) {}

  /** The state that a file holds; none if it does not exist or cannot be understood. */
  static State read(Path file) {
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      return parse(Files.readAllLines(file, StandardCharsets.UTF_8)).orElse(NONE);
    } catch (IOException e) {
      throw NetFiles.unreadable(file, e);
    }
  }

  private static Optional<State> parse(List<String> lines) {
    Map<String, Entry> sources = new LinkedHashMap<>();
    String key = "";
    @Nullable Entry entry = null;
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      if (words[0].equals(VERSION) && words.length == 2) {
        key = words[1];
      } else if (words[0].equals("source") && words.length == 4) {
        boolean warned = Boolean.parseBoolean(words[2]);
        entry =
            new Entry(
                words[1], warned, new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        sources.put(words[3], entry);
      } else if (entry != null && words[0].equals("parameter") && words.length == 2) {
        entry.parameters().add(words[1]);
      } else if (entry != null && words[0].equals("import") && words.length == 5) {
        entry.imports().add(new Import(words[1], words[2], words[3], words[4]));
      } else if (entry != null && words[0].equals("output") && words.length == 3) {
        entry.outputs().put(words[2], words[1]);
      } else {
        return Optional.empty();
      }
    }
    return key.isEmpty() ? Optional.empty() : Optional.of(new State(key, sources));
  }

  /** Writes the state, unless the file holds just that already. */
  void write(Path file) {
    List<String> lines = new ArrayList<>();
    lines.add(line(VERSION, key));
    sources.forEach(
        (name, entry) -> {
          lines.add(line("source", entry.hash(), String.valueOf(entry.warned()), name));
          entry.parameters().forEach(parameter -> lines.add(line("parameter", parameter)));
          for (Import i : entry.imports()) {
            lines.add(line("import", i.importer(), i.path(), i.found(), i.hash()));
          }
          entry.outputs().forEach((path, hash) -> lines.add(line("output", hash, path)));
        });
    OutputFiles.write(file, String.join("\n", lines) + "\n");
  }

  /** The paths of all files that were generated. */
  Stream<String> outputs() {
    return sources.values().stream().flatMap(entry -> entry.outputs().keySet().stream());
  }

  private static String line(String... words) {
    return String.join("\t", words);
  }
}
