package dev.netc.cli;

import dev.netc.frontend.NetcVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code netc}, which only names the others. */
@Command(
    name = "netc",
    description = "Compiles network definitions (.net) to plain Java.",
    versionProvider = NetcCommand.Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      CompileCommand.class,
      CheckCommand.class,
      FixCommand.class,
      SummaryCommand.class,
      DiffCommand.class,
      GraphCommand.class,
      TrainCommand.class,
      FmtCommand.class,
      StdCommand.class,
      ExplainCommand.class,
      CompletionCommand.class,
      ManPageCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all went well",
      "1:the program has errors",
      "2:wrong usage: an argument, a path, a file that does not hold what it should",
      "70:an error of netc itself"
    })
final class NetcCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command line with its exit codes; {@code execute} runs it. */
  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new NetcCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(FailureReport.REPORTING_ERRORS)
            .setExecutionExceptionHandler(new FailureReport());

    for (CommandLine command : commandLine.getSubcommands().values()) {
      command.getCommandSpec().versionProvider(new Version());
    }
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** The version that the build wrote into the jar, and the JVM's. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "netc " + NetcVersion.number(), "Java " + System.getProperty("java.vm.version", "unknown")
      };
    }
  }
}
