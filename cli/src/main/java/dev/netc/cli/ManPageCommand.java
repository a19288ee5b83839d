package dev.netc.cli;

import dev.netc.frontend.OutputFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc man-pages}: writes the manual that the distribution holds. */
@Command(
    name = "man-pages",
    description = "Writes a manual page for netc and one for each of its commands.",
    mixinStandardHelpOptions = true,
    hidden = true)
final class ManPageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "Where to write them.")
  private Path directory = Path.of(".");

  @Override
  public Integer call() {
    CommandLine netc = spec.root().commandLine();
    write(new ManPage(netc.getCommandSpec()));
    netc.getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(command -> !command.usageMessage().hidden())
        .map(ManPage::new)
        .forEach(this::write);
    return ExitCode.OK;
  }

  private void write(ManPage page) {
    OutputFiles.write(directory.resolve(page.name() + ".1"), page.text());
  }
}
