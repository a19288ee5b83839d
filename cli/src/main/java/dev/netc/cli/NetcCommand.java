package dev.netc.cli;

import dev.netc.frontend.NetcVersion;
import java.util.List;
import java.util.Set;
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
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all went well",
      "1:the program has errors",
      "2:wrong usage: an argument, a path, a file that does not hold what it should",
      "70:an error of netc itself"
    })
final class NetcCommand implements Runnable {
  /** In the order in which they are listed. */
  private static final List<Class<?>> COMMANDS =
      List.of(
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
          ManPageCommand.class);

  /** Commands that look at the others. */
  private static final Set<Class<?>> OVERVIEWS =
      Set.of(CompletionCommand.class, ManPageCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command line with its exit codes; {@code execute} runs it. */
  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /**
   * The same for given arguments: if they begin with the name of a command, the others are left
   * out, as to learn the options of all takes as long as to check a small network.
   */
  static CommandLine commandLine(String[] arguments) {
    return COMMANDS.stream()
        .filter(command -> arguments.length > 0 && arguments[0].equals(name(command)))
        .findFirst()
        .filter(command -> !OVERVIEWS.contains(command))
        .map(command -> commandLine(List.of(command)))
        .orElseGet(NetcCommand::commandLine);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    CommandLine commandLine = new CommandLine(new NetcCommand());
    commands.forEach(commandLine::addSubcommand);
    commandLine
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
