package dev.netc.frontend;

import static java.util.stream.Collectors.toSet;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.cost.Sizes;
import dev.netc.frontend.format.CheckedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks files, several at a time. */
public final class ParallelCheck {
  private final Compiler compiler;
  private final FileImports imports;

  /** Checks with a compiler; each file is read once. */
  public ParallelCheck(Compiler compiler, FileImports imports) {
    this.compiler = compiler;
    this.imports = imports;
  }

  /**
   * What is known of one file.
   *
   * @param result empty if the file cannot be read
   * @param problem why it cannot be read; empty if it can
   * @param parameters the names of what its networks take
   * @param sizes the names of their sizes that are known at run time only
   */
  public record Checked(
      Optional<CheckedFile> result,
      Optional<String> problem,
      Set<String> parameters,
      Set<String> sizes) {
    /** Keeps its own copies of the sets. */
    public Checked {
      parameters = Set.copyOf(parameters);
      sizes = Set.copyOf(sizes);
    }
  }

  /** The results in the order of the files, whichever is done first. */
  public List<Checked> check(List<Path> files) {
    // A file that another one imports is to be called as on the command line, whoever comes first.
    files.forEach(imports::readIfPossible);
    return files.parallelStream().map(this::check).toList();
  }

  private Checked check(Path file) {
    try {
      Analysis analysis = compiler.analyze(imports.read(file), imports);
      return new Checked(
          Optional.of(imports.reader().checked(file, analysis.networks(), analysis.diagnostics())),
          Optional.empty(),
          analysis.parameters(),
          analysis.networks().stream()
              .flatMap(network -> Sizes.names(network).stream())
              .collect(toSet()));
    } catch (UsageException e) {
      return new Checked(
          Optional.empty(), Optional.of(String.valueOf(e.getMessage())), Set.of(), Set.of());
    }
  }
}
