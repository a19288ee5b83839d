package dev.netc.compiler;

import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import dev.netc.compiler.cost.Limits;
import dev.netc.compiler.lint.Levels;
import java.util.Map;
import java.util.Optional;

/**
 * What a user may choose; the command line and the build plugins read their options from here.
 *
 * @param javaPackage the package of the generated classes, in place of the file's own
 * @param arguments values for the parameters of networks, by name
 * @param inputGradients whether a trainer also gives the gradients of the inputs
 * @param trials whether fixes are tried before they are offered
 * @param levels what becomes of warnings
 * @param limits what all networks may cost
 */
public record CompilerOptions(
    Optional<String> javaPackage,
    Map<String, String> arguments,
    InputGradients inputGradients,
    Trials trials,
    Levels levels,
    Limits limits) {

  /** Whether fixes are tried before they are offered: each trial is another analysis. */
  public enum Trials {
    /** Each fix is tried; what does not help is not offered. */
    EACH_FIX,
    /** Nothing is tried, and no fix is called checked. */
    NONE
  }

  /** The options of somebody who has not chosen any. */
  public static final CompilerOptions DEFAULT =
      new CompilerOptions(
          Optional.empty(),
          Map.of(),
          InputGradients.NONE,
          Trials.EACH_FIX,
          Levels.DEFAULT,
          Limits.NONE);

  public CompilerOptions {
    arguments = Map.copyOf(arguments);
  }

  /** The same with another package of the generated classes. */
  public CompilerOptions withJavaPackage(Optional<String> other) {
    return new CompilerOptions(other, arguments, inputGradients, trials, levels, limits);
  }

  /** The same with other values for the parameters of networks. */
  public CompilerOptions withArguments(Map<String, String> others) {
    return new CompilerOptions(javaPackage, others, inputGradients, trials, levels, limits);
  }

  /** The same with fixes tried or not. */
  public CompilerOptions withTrials(Trials other) {
    return new CompilerOptions(javaPackage, arguments, inputGradients, other, levels, limits);
  }

  /** The same with other wishes for warnings. */
  public CompilerOptions withLevels(Levels others) {
    return new CompilerOptions(javaPackage, arguments, inputGradients, trials, others, limits);
  }

  /** The same with other limits for what networks cost. */
  public CompilerOptions withLimits(Limits others) {
    return new CompilerOptions(javaPackage, arguments, inputGradients, trials, levels, others);
  }
}
