package dev.netc.cli;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.comparison.Comparison;
import dev.netc.frontend.comparison.ComparisonJson;
import dev.netc.frontend.comparison.ComparisonText;
import dev.netc.frontend.comparison.Comparisons;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc diff}: what changed between two versions of networks. */
@Command(
    name = "diff",
    description =
        "Shows what changed between two versions of networks: shapes, layers, parameters, costs,"
            + " how they learn, and whether old weights still load.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  /** How the comparison is written. */
  enum Format {
    TEXT,
    JSON,
    MARKDOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CompilerArguments compilerArguments = new CompilerArguments();
  @Mixin private SizeArguments sizes = new SizeArguments();
  @Mixin private ColorArguments color = new ColorArguments();

  @Parameters(index = "0", paramLabel = "OLD", description = "A file or directory.")
  private Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "A file or directory.")
  private Path now = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How it is shown: ${COMPLETION-CANDIDATES}. Default: text.")
  private Format format = Format.TEXT;

  @Option(names = "--exit-code", description = "Exit with 1 if anything changed, as git diff does.")
  private boolean exitCode;

  @Override
  public Integer call() {
    Compiler compiler = new Compiler(compilerArguments.options());
    Comparisons comparisons = new Comparisons(compiler, sizes.batch(), sizes.sizes());
    Map<String, Path> before = files(old);
    Map<String, Path> after = files(now);
    boolean broken = false;
    FileImports oldImports = compilerArguments.imports();
    FileImports newImports = compilerArguments.imports();
    for (String name : names(before, after)) {
      Optional<Analysis> left = analysis(compiler, oldImports, before.get(name));
      Optional<Analysis> right = analysis(compiler, newImports, after.get(name));
      String called = name.isEmpty() ? now.toString() : name;
      comparisons.compare(called.replace(File.separatorChar, '/'), left, right);
      broken |= left.filter(Analysis::hasErrors).isPresent();
      broken |= right.filter(Analysis::hasErrors).isPresent();
    }
    Comparison comparison = comparisons.finish();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> ComparisonText.plain(comparison, color.colors());
          case JSON -> ComparisonJson.write(comparison);
          case MARKDOWN -> ComparisonText.markdown(comparison);
        });
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    comparison.problems().forEach(problem -> err.println("netc diff: " + problem));
    err.flush();
    return broken || (exitCode && comparison.hasChanges()) ? ExitCode.PROGRAM : ExitCode.OK;
  }

  /** Two files are compared whatever they are called, those of directories by their paths. */
  private Map<String, Path> files(Path path) {
    if (Files.isDirectory(old) != Files.isDirectory(now)
        && Files.exists(old)
        && Files.exists(now)) {
      throw new UsageException("%s and %s: one is a directory, one is not".formatted(old, now));
    }
    Map<String, Path> files = new TreeMap<>();
    for (Path file : NetFiles.find(List.of(path))) {
      files.put(Files.isDirectory(path) ? path.relativize(file).toString() : "", file);
    }
    return files;
  }

  private static Set<String> names(Map<String, Path> before, Map<String, Path> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names;
  }

  private Optional<Analysis> analysis(Compiler compiler, FileImports imports, @Nullable Path file) {
    if (file == null) {
      return Optional.empty();
    }
    Analysis analysis = compiler.analyze(imports.read(file), imports);
    TextRenderer renderer = new TextRenderer(color.colors());
    PrintWriter err = spec.commandLine().getErr();
    for (Diagnostic error : analysis.errors()) {
      err.println(renderer.render(error));
    }
    return Optional.of(analysis);
  }
}
