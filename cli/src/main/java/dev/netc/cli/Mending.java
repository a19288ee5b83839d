package dev.netc.cli;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.Imports;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes the fixes that the compiler has tried, again and again, since one may uncover another; in
 * files, and in those that they import. After each round fewer findings are left than before.
 */
final class Mending {
  private static final int MOST_ROUNDS = 50;

  private final Compiler compiler;
  private final Imports imports;
  private final Predicate<Diagnostic> wanted;
  private final Map<SourceFile, Mended> mended = new LinkedHashMap<>();

  /**
   * What became of a file.
   *
   * @param text what it should hold
   * @param fixes how many were made
   */
  record Mended(SourceFile text, int fixes) {}

  /**
   * @param wanted which findings to mend
   */
  Mending(Compiler compiler, Imports imports, Predicate<Diagnostic> wanted) {
    this.compiler = compiler;
    this.imports = imports;
    this.wanted = wanted;
  }

  /** Mends what is found in a file. */
  void mend(SourceFile file) {
    Analysis analysis = analyze(file);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Suggestion> fixes = fixes(analysis);
      Map<SourceFile, Mended> before = new LinkedHashMap<>(mended);
      if (fixes.isEmpty()) {
        return;
      }
      make(fixes);
      Analysis after = analyze(file);
      if (isNoBetter(after, analysis) && fixes.size() > 1) {
        // Each has been tried alone, not all at once.
        restore(before);
        make(fixes.subList(0, 1));
        after = analyze(file);
      }
      if (isNoBetter(after, analysis)) {
        restore(before);
        return;
      }
      analysis = after;
    }
  }

  /** All files that have changed: what they held, and what they should. */
  Map<SourceFile, Mended> changes() {
    return mended;
  }

  /** What is known of a file with all changes made. */
  Analysis analyze(SourceFile file) {
    Imports changed = imports;
    for (Map.Entry<SourceFile, Mended> each : mended.entrySet()) {
      changed = changed.replacing(each.getKey(), each.getValue().text());
    }
    return compiler.analyze(mended.containsKey(file) ? mended.get(file).text() : file, changed);
  }

  private void restore(Map<SourceFile, Mended> before) {
    mended.clear();
    mended.putAll(before);
  }

  /** One for each finding, of those that do not touch each other. */
  private List<Suggestion> fixes(Analysis analysis) {
    List<Suggestion> fixes = new ArrayList<>();
    List<Edit> edits = new ArrayList<>();
    for (Diagnostic diagnostic : analysis.diagnostics()) {
      diagnostic
          .fix()
          .filter(fix -> wanted.test(diagnostic))
          .filter(fix -> fix.edits().stream().noneMatch(e -> edits.stream().anyMatch(e::overlaps)))
          .ifPresent(
              fix -> {
                fixes.add(fix);
                edits.addAll(fix.edits());
              });
    }
    return fixes;
  }

  private void make(List<Suggestion> fixes) {
    Map<SourceFile, List<Suggestion>> byFile = new LinkedHashMap<>();
    for (Suggestion fix : fixes) {
      // The edits of a fix that has been tried are all of one file.
      byFile.computeIfAbsent(fix.edits().get(0).span().file(), file -> new ArrayList<>()).add(fix);
    }
    byFile.forEach(
        (file, those) -> {
          SourceFile original = original(file);
          int made = mended.containsKey(original) ? mended.get(original).fixes() : 0;
          mended.put(original, new Mended(changed(file, those), made + those.size()));
        });
  }

  private SourceFile original(SourceFile text) {
    return mended.entrySet().stream()
        .filter(each -> each.getValue().text() == text)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(text);
  }

  private static SourceFile changed(SourceFile source, List<Suggestion> fixes) {
    List<Edit> edits = fixes.stream().flatMap(fix -> fix.edits().stream()).toList();
    return new SourceFile(source.name(), Edit.apply(source.text(), edits));
  }

  /** An error that goes may uncover warnings. */
  private static boolean isNoBetter(Analysis after, Analysis before) {
    int errors = after.errors().size() - before.errors().size();
    return errors > 0 || (errors == 0 && after.diagnostics().size() >= before.diagnostics().size());
  }
}
