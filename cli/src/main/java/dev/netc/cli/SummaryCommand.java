package dev.netc.cli;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.elaborate.Network;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.summary.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc summary}: the layers of each network of a file, with sizes and costs. */
@Command(
    name = "summary",
    description = "Shows the layers of each network with their shapes, parameters and costs.",
    mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CompilerArguments compilerArguments = new CompilerArguments();
  @Mixin private SizeArguments sizes = new SizeArguments();
  @Mixin private MachineArguments machine = new MachineArguments();
  @Mixin private ColorArguments color = new ColorArguments();

  @Parameters(paramLabel = "FILE|DIR", description = "A file, or a directory that holds one.")
  private Path path = Path.of(".");

  @Override
  public Integer call() {
    int batch = sizes.batch();
    Map<String, Long> others = sizes.sizes();
    Findings findings = Findings.forPeople(spec.commandLine(), color.colors());
    Compiler compiler = new Compiler(compilerArguments.options());
    FileImports imports = compilerArguments.imports();
    Path file = NetFiles.single(path);
    Analysis analysis = compiler.analyze(imports.read(file), imports);
    compilerArguments.requireKnown(analysis.parameters());
    findings.add(NetFiles.checked(file, analysis.networks(), analysis.diagnostics()));
    int status = findings.conclude();
    if (status == ExitCode.OK) {
      PrintWriter out = spec.commandLine().getOut();
      String separator = "";
      for (Network network : analysis.networks()) {
        out.print(separator);
        Summary summary = new Summary(network, compiler.plan(network), batch, others);
        summary.lines().forEach(out::println);
        if (machine.cost()) {
          out.println();
          summary.kernelLines(machine.machine()).forEach(out::println);
        }
        List<String> open = summary.openSizes();
        if (!open.isEmpty()) {
          out.println("Known at run time only: " + String.join(", ", open) + " (see --size)");
        }
        separator = System.lineSeparator();
      }
      out.flush();
    }
    return status;
  }
}
