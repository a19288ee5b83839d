package dev.netc.compiler;

import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import java.util.Map;
import java.util.Optional;

/**
 * What a user may choose; the command line and the build plugins read their options from here.
 *
 * @param javaPackage the package of the generated classes, in place of the file's own
 * @param arguments values for the parameters of networks, by name
 * @param inputGradients whether a trainer also gives the gradients of the inputs
 */
public record CompilerOptions(
    Optional<String> javaPackage, Map<String, String> arguments, InputGradients inputGradients) {
  /** The options of somebody who has not chosen any. */
  public static final CompilerOptions DEFAULT =
      new CompilerOptions(Optional.empty(), Map.of(), InputGradients.NONE);

  public CompilerOptions {
    arguments = Map.copyOf(arguments);
  }
}
