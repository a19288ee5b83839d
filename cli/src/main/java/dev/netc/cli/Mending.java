package dev.netc.cli;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.Imports;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes the fixes of a file that the compiler has tried, again and again, since one may uncover
 * another. After each round fewer findings are left than before.
 */
final class Mending {
  private static final int MOST_ROUNDS = 50;

  private final Compiler compiler;
  private final Imports imports;
  private final Predicate<Diagnostic> wanted;

  /**
   * What became of a file.
   *
   * @param text what it should hold
   * @param fixes how many were made
   * @param left what is known of the file then
   */
  record Mended(String text, int fixes, Analysis left) {}

  /**
   * @param wanted which findings to mend
   */
  Mending(Compiler compiler, Imports imports, Predicate<Diagnostic> wanted) {
    this.compiler = compiler;
    this.imports = imports;
    this.wanted = wanted;
  }

  Mended mend(SourceFile original) {
    SourceFile source = original;
    Analysis analysis = analyze(original, source);
    int made = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Suggestion> fixes = fixes(source, analysis);
      if (fixes.isEmpty()) {
        break;
      }
      SourceFile changed = changed(source, fixes);
      Analysis after = analyze(original, changed);
      if (isNoBetter(after, analysis) && fixes.size() > 1) {
        // Each has been tried alone, not all at once.
        fixes = fixes.subList(0, 1);
        changed = changed(source, fixes);
        after = analyze(original, changed);
      }
      if (isNoBetter(after, analysis)) {
        break;
      }
      made += fixes.size();
      source = changed;
      analysis = after;
    }
    return new Mended(source.text(), made, analysis);
  }

  private Analysis analyze(SourceFile original, SourceFile source) {
    return compiler.analyze(
        source, source == original ? imports : imports.replacing(original, source));
  }

  /** One for each finding, of those that do not touch each other. */
  private List<Suggestion> fixes(SourceFile source, Analysis analysis) {
    List<Suggestion> fixes = new ArrayList<>();
    List<Edit> edits = new ArrayList<>();
    for (Diagnostic diagnostic : analysis.diagnostics()) {
      diagnostic
          .fix()
          .filter(fix -> wanted.test(diagnostic))
          .filter(fix -> fix.edits().stream().allMatch(edit -> edit.span().file() == source))
          .filter(fix -> fix.edits().stream().noneMatch(e -> edits.stream().anyMatch(e::overlaps)))
          .ifPresent(
              fix -> {
                fixes.add(fix);
                edits.addAll(fix.edits());
              });
    }
    return fixes;
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
