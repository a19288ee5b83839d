package dev.netc.benchmarks.pytorch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs beside this one, with its options and class path. */
final class Jvm {
  private Jvm() {}

  /**
   * Runs a program to its end and returns the lines that it prints.
   *
   * @param vectors false to leave out the option for the Vector API, if this JVM has it
   * @param alone true if libtorch's libraries need not be loaded before others
   * @param options more options of the JVM; they win over those of this one
   * @throws IOException if it does not end well
   */
  static List<String> run(boolean vectors, boolean alone, List<String> options, String... program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (vectors || !option.contains("jdk.incubator.vector")) {
        command.add(option);
      }
    }
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(program));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    if (alone) {
      builder.environment().remove("LD_PRELOAD");
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
    return output.lines().toList();
  }
}
