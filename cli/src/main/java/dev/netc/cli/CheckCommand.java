package dev.netc.cli;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.elaborate.Network;
import java.io.PrintWriter;
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

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Files, and directories to search for .net files.")
  private List<Path> paths = List.of();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Findings findings = new Findings(spec.commandLine().getErr());
    Compiler compiler = new Compiler(compilerArguments.options());
    FileImports imports = compilerArguments.imports();
    Set<String> parameters = new HashSet<>();
    for (Path file : NetFiles.find(paths)) {
      Analysis analysis = compiler.analyze(imports.read(file), imports);
      parameters.addAll(analysis.parameters());
      if (findings.show(analysis.diagnostics())) {
        List<String> names = analysis.networks().stream().map(Network::name).toList();
        out.println(file + ": ok" + (names.isEmpty() ? "" : ", " + String.join(", ", names)));
        out.flush();
      }
    }
    compilerArguments.requireKnown(parameters);
    return findings.conclude();
  }
}
