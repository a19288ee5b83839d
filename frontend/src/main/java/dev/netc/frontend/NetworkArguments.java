package dev.netc.frontend;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.Set;

/** The arguments that users give to networks. */
public final class NetworkArguments {
  private NetworkArguments() {}

  /**
   * Checks that each argument given is one that a network takes.
   *
   * @param arguments by name
   * @param parameters what the networks of all files take
   * @param option what the front end writes before the name of an argument
   * @throws UsageException if one is not
   */
  public static void requireKnown(
      Map<String, String> arguments, Set<String> parameters, String option) {
    for (String name : arguments.keySet()) {
      if (!parameters.contains(name)) {
        throw new UsageException(
            parameters.isEmpty()
                ? "%s%s: no network here takes an argument".formatted(option, name)
                : "%s%s: no network here takes it; there is %s"
                    .formatted(option, name, listed(parameters)));
      }
    }
  }

  /** Without those that name a network, which may be written for each. */
  private static String listed(Set<String> parameters) {
    return parameters.stream().filter(p -> p.indexOf('.') < 0).sorted().collect(joining(", "));
  }
}
