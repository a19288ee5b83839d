package dev.netc.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc completion}: what a shell needs to complete netc's commands and options. */
@Command(
    name = "completion",
    description = "Prints a script that lets a shell complete commands and options.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "bash: netc completion bash > ~/.local/share/bash-completion/completions/netc",
      "zsh:  source <(netc completion zsh)",
      "fish: netc completion fish > ~/.config/fish/completions/netc.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells that there are scripts for. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    CommandLine netc = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (shell) {
          // picocli's script is for both: zsh has an emulation of bash's completion.
          case BASH, ZSH -> AutoComplete.bash(netc.getCommandName(), netc);
          case FISH -> new FishCompletion(netc.getCommandSpec()).script();
        });
    out.flush();
    return ExitCode.OK;
  }
}
