package dev.netc.cli;

import dev.netc.compiler.Compiler;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.ParallelCheck;
import dev.netc.frontend.ParallelCheck.Checked;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc check}: says what is wrong with files, and writes nothing. */
@Command(
    name = "check",
    description = "Says what is wrong with networks; writes nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CompilerArguments compilerArguments = new CompilerArguments();
  @Mixin private BudgetArguments budgetArguments = new BudgetArguments();
  @Mixin private FormatArguments formatArguments = new FormatArguments();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Files, and directories to search for .net files.")
  private List<Path> paths = List.of();

  @Override
  public Integer call() {
    Compiler compiler =
        new Compiler(compilerArguments.options().withLimits(budgetArguments.limits()));
    List<Checked> checked =
        new ParallelCheck(compiler, compilerArguments.imports()).check(NetFiles.find(paths));
    Set<String> parameters = new HashSet<>();
    Set<String> sizes = new HashSet<>();
    Findings findings = formatArguments.findings(spec.commandLine());
    for (Checked file : checked) {
      parameters.addAll(file.parameters());
      sizes.addAll(file.sizes());
      file.result().ifPresent(findings::add);
      file.problem().ifPresent(findings::addProblem);
    }
    if (checked.stream().allMatch(file -> file.result().isPresent())) {
      compilerArguments.requireKnown(parameters);
      budgetArguments.requireKnown(sizes);
    }
    return findings.concludeCheck();
  }
}
