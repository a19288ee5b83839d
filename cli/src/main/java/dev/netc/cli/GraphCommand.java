package dev.netc.cli;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.elaborate.Network;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.drawing.Drawing;
import dev.netc.frontend.drawing.DrawingOptions;
import dev.netc.frontend.drawing.GraphFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc graph}: a picture of the networks of a file. */
@Command(
    name = "graph",
    description =
        "Draws the layers of networks, as they are written, with the shapes between them.",
    mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CompilerArguments compilerArguments = new CompilerArguments();
  @Mixin private ColorArguments color = new ColorArguments();

  @Parameters(paramLabel = "FILE|DIR", description = "A file, or a directory that holds one.")
  private Path path = Path.of(".");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "What is written: ${COMPLETION-CANDIDATES}. Default: what the name behind -o says, or"
              + " svg.")
  private Optional<GraphFormat> format = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where it is written. Default: the standard output.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Which network of the file is drawn. Default: all.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "How many layers within each other are drawn open; those within are one box. Default:"
              + " all.")
  private Optional<Integer> depth = Optional.empty();

  @Option(
      names = "--unroll",
      description = "Draws each copy of a repetition, also where they are equal.")
  private boolean unroll;

  @Override
  public Integer call() {
    depth
        .filter(levels -> levels < 0)
        .ifPresent(
            levels -> {
              throw new UsageException("--depth is at least 0, not " + levels);
            });
    Findings findings = Findings.forPeople(spec.commandLine(), color.colors());
    FileImports imports = compilerArguments.imports();
    Path file = NetFiles.single(path);
    Analysis analysis =
        new Compiler(compilerArguments.options()).analyze(imports.read(file), imports);
    compilerArguments.requireKnown(analysis.parameters());
    findings.add(NetFiles.checked(file, analysis.networks(), analysis.diagnostics()));
    int status = findings.conclude();
    if (status == ExitCode.OK) {
      write(Drawing.of(chosen(file, analysis.networks()), options(), format()));
    }
    return status;
  }

  private DrawingOptions options() {
    return new DrawingOptions(
        depth.map(OptionalInt::of).orElse(OptionalInt.empty()),
        unroll ? DrawingOptions.Copies.EACH : DrawingOptions.Copies.FOLDED);
  }

  private GraphFormat format() {
    return format
        .or(() -> output.flatMap(path -> GraphFormat.of(path.toString())))
        .orElse(GraphFormat.SVG);
  }

  private List<Network> chosen(Path file, List<Network> networks) {
    List<Network> chosen =
        networks.stream()
            .filter(network -> name.isEmpty() || network.name().equals(name.get()))
            .toList();
    if (chosen.isEmpty()) {
      List<String> names = networks.stream().map(Network::name).toList();
      throw new UsageException(
          names.isEmpty()
              ? "there is no network in " + file
              : "--network %s: there is no such network in %s; there is %s"
                  .formatted(name.orElse(""), file, String.join(", ", names)));
    }
    return chosen;
  }

  private void write(String text) {
    if (output.isPresent()) {
      OutputFiles.write(output.get(), text);
    } else {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }
  }
}
