package dev.netc.maven;

import dev.netc.compiler.CompilerOptions;
import dev.netc.frontend.NetworkArguments;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.WarningLevels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that compile networks have in common: the options of the compiler. */
abstract class AbstractCompilerMojo extends AbstractNetcMojo {
  /**
   * Arguments of the networks by name; {@code <LeNet.classes>100</LeNet.classes>} is for one of
   * them. {@code -Dnetc.arguments=classes=100,width=64} goes before what the POM says.
   */
  @Parameter private @Nullable Map<String, String> arguments;

  /** Further arguments of the networks, from the command line. */
  @Parameter(property = "netc.arguments")
  private @Nullable List<String> extraArguments;

  /** The Java package of the classes, in place of the one that each file names. */
  @Parameter(property = "netc.javaPackage")
  private @Nullable String javaPackage;

  /** Warnings that are not shown: codes (W0311), names (unused), or {@code all}. */
  @Parameter(property = "netc.allow")
  private @Nullable List<String> allow;

  /** Warnings that are shown although they are off, or although all others are denied. */
  @Parameter(property = "netc.warn")
  private @Nullable List<String> warn;

  /** Warnings that are errors. */
  @Parameter(property = "netc.deny")
  private @Nullable List<String> deny;

  /** Whether the build fails if there is a warning. */
  @Parameter(property = "netc.failOnWarning", defaultValue = "false")
  boolean failOnWarning;

  /** The options for the compiler. */
  final CompilerOptions options() {
    if (javaPackage != null && !SourceVersion.isName(javaPackage)) {
      throw new UsageException("'" + javaPackage + "' is no name for a Java package");
    }
    return CompilerOptions.DEFAULT
        .withJavaPackage(Optional.ofNullable(javaPackage))
        .withArguments(arguments())
        .withLevels(
            WarningLevels.of(given(allow), given(warn), given(deny), level -> "<" + level + ">"));
  }

  /**
   * Checks that each argument given is one that a network takes.
   *
   * @param parameters what the networks of all files take
   */
  final void requireKnown(Set<String> parameters) {
    NetworkArguments.requireKnown(arguments(), parameters, "argument ");
  }

  private Map<String, String> arguments() {
    Map<String, String> all = new LinkedHashMap<>(arguments == null ? Map.of() : arguments);
    for (String argument : given(extraArguments)) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new UsageException("-Dnetc.arguments: '" + argument + "' is not NAME=VALUE");
      }
      all.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return all;
  }

  private static List<String> given(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
