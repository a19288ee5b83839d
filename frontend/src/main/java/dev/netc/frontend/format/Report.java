package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a check of files found. A finding in a file that others import counts once: with its own
 * file if that is checked too, else with the first that imports it.
 */
public final class Report {
  private final List<CheckedFile> files;
  private final List<List<Diagnostic>> findings = new ArrayList<>();
  private final List<String> problems;

  private record Key(String file, int start, int end, String code, String message) {}

  /**
   * @param files in the order of the command line
   * @param problems what could not be checked, and why, a sentence each
   */
  public Report(List<CheckedFile> files, List<String> problems) {
    this.files = List.copyOf(files);
    this.problems = List.copyOf(problems);
    Set<String> names = files.stream().map(CheckedFile::name).collect(Collectors.toSet());
    Set<Key> known = new HashSet<>();
    for (CheckedFile file : files) {
      findings.add(
          file.diagnostics().stream()
              .filter(d -> home(d).equals(file.name()) || !names.contains(home(d)))
              .filter(d -> known.add(key(d)))
              .toList());
    }
  }

  private static String home(Diagnostic diagnostic) {
    return diagnostic.span().file().name();
  }

  private static Key key(Diagnostic diagnostic) {
    return new Key(
        home(diagnostic),
        diagnostic.span().start(),
        diagnostic.span().end(),
        diagnostic.code(),
        diagnostic.message());
  }

  /** The files in order, each with all that is wrong in it or in what it imports. */
  public List<CheckedFile> files() {
    return files;
  }

  /** What to show with the file at a position. */
  public List<Diagnostic> findings(int file) {
    return findings.get(file);
  }

  /** All findings, each once, file by file. */
  public List<Diagnostic> diagnostics() {
    return findings.stream().flatMap(List::stream).toList();
  }

  /** What could not be checked, and why. */
  public List<String> problems() {
    return problems;
  }

  /** How many findings are errors. */
  public long errors() {
    return diagnostics().stream().filter(Diagnostic::isError).count();
  }

  /** How many findings are warnings. */
  public long warnings() {
    return diagnostics().size() - errors();
  }

  /** How many findings a tool can mend. */
  public long fixable() {
    return diagnostics().stream().filter(d -> d.fix().isPresent()).count();
  }
}
