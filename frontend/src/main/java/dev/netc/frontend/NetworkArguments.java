package dev.netc.frontend;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
                    .formatted(option, name, String.join(", ", new TreeSet<>(parameters))));
      }
    }
  }
}
