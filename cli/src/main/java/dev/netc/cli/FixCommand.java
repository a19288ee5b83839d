package dev.netc.cli;

import dev.netc.cli.Mending.Mended;
import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.explain.Explanation;
import dev.netc.compiler.lint.Lints;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UnifiedDiff;
import dev.netc.frontend.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc fix}: makes the changes that the compiler proposes and has tried. */
@Command(
    name = "fix",
    description = {
      "Makes the changes that check proposes, where netc has tried that they help.",
      "Shows what is left."
    },
    mixinStandardHelpOptions = true)
final class FixCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CompilerArguments compilerArguments = new CompilerArguments();
  @Mixin private ColorArguments color = new ColorArguments();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR",
      description = "Files, and directories to search for .net files. Default: here.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--code",
      split = ",",
      paramLabel = "CODE",
      description = "Mends findings of this code only, for example E0201.")
  private List<String> codes = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Writes nothing; shows the changes as a diff on the standard output.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Set<String> chosen = codes.stream().map(FixCommand::known).collect(Collectors.toSet());
    Compiler compiler = new Compiler(compilerArguments.options());
    FileImports imports = compilerArguments.imports();
    Mending mending =
        new Mending(compiler, imports, d -> chosen.isEmpty() || chosen.contains(d.code()));
    List<Path> files = NetFiles.find(paths.isEmpty() ? List.of(Path.of(".")) : paths);
    files.forEach(imports::readIfPossible);
    files.forEach(file -> mending.mend(imports.read(file)));
    List<Analysis> left = files.stream().map(file -> mending.analyze(imports.read(file))).toList();
    compilerArguments.requireKnown(
        left.stream()
            .flatMap(analysis -> analysis.parameters().stream())
            .collect(Collectors.toSet()));
    mending
        .changes()
        .forEach((before, mended) -> make(imports.path(before).orElseThrow(), before, mended));
    Findings findings = Findings.forPeople(spec.commandLine(), color.colors());
    for (int i = 0; i < files.size(); i++) {
      findings.add(
          NetFiles.checked(files.get(i), left.get(i).networks(), left.get(i).diagnostics()));
    }
    return findings.conclude();
  }

  private static String known(String code) {
    return Lints.code(code)
        .or(() -> Explanation.of(code).map(Explanation::code))
        .orElseThrow(() -> new UsageException("--code " + code + ": there is no such code"));
  }

  private void make(Path file, SourceFile before, Mended mended) {
    PrintWriter out = spec.commandLine().getOut();
    if (dryRun) {
      out.print(UnifiedDiff.of(before.name(), before.text(), mended.text().text()));
    } else {
      OutputFiles.replace(file, mended.text().text());
      out.println(
          before.name() + ": " + mended.fixes() + (mended.fixes() == 1 ? " fix" : " fixes"));
    }
    out.flush();
  }
}
