package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a checkout that has only what it looks at, with a {@code java} and a
 * {@code mvn} that say how they were called.
 */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  private static final String JAR = "cli/target/netc-cli-0.1.0-SNAPSHOT.jar";
  private static final List<String> TOOLS =
      List.of(
          "dirname", "readlink", "sed", "find", "head", "mkdir", "rm", "mv", "cat", "ls", "sleep");

  @TempDir private Path temp;
  private Path checkout;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();

  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    checkout = Files.createDirectory(temp.resolve("check out"));
    for (String module : List.of("grammar", "runtime", "compiler", "frontend", "cli")) {
      Files.createDirectories(checkout.resolve(module + "/src/main"));
      Files.writeString(checkout.resolve(module + "/pom.xml"), "<project/>");
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("..", "netc"), checkout.resolve("netc"));
    bin = Files.createDirectory(temp.resolve("bin"));
    for (String tool : TOOLS) {
      executable(bin.resolve(tool), "exec %s \"$@\"\n".formatted(whereIs(tool)));
    }
    environment.put("PATH", bin.toString());
  }

  @Test
  void startsTheJarWithTheArgumentsAsGiven() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    buildAt(Instant.now());

    Outcome outcome = run("check", "a b.net", "$HOME");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .endsWith("<" + checkout.toRealPath() + "/" + JAR + "> <check> <a b.net> <$HOME>\n");
    assertThat(outcome.status()).isEqualTo(0);
  }

  @Test
  void trainsWithTheCollectorThatTakesLeastMemory() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    buildAt(Instant.now());

    String out = run("train", "net.net").out();

    assertThat(out).contains("<-XX:+UseSerialGC> <-XX:MaxNewSize=64m> <-jar>");
    assertThat(out).doesNotContain("TieredStopAtLevel");
  }

  @Test
  void leavesTheCollectorToTheUser() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    buildAt(Instant.now());
    environment.put("NETC_JAVA_OPTS", "-Xmx8g -XX:+UseZGC");

    for (String command : List.of("train", "check")) {
      String out = run(command, "net.net").out();

      assertThat(out).contains("<-Xmx8g> <-XX:+UseZGC>");
      assertThat(out).doesNotContain("UseSerialGC");
      assertThat(out).doesNotContain("MaxNewSize");
    }
  }

  @Test
  void worksThroughASymbolicLink() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    buildAt(Instant.now());
    Path link = Files.createSymbolicLink(temp.resolve("link"), checkout.resolve("netc"));

    assertThat(start(link.toString(), "--version").out()).contains(JAR + "> <--version>");
  }

  @Test
  void prefersJavaHome() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    Path home = temp.resolve("jdk");
    java(home.resolve("bin/java"), "25", "jdk.compiler");
    environment.put("JAVA_HOME", home.toString());
    buildAt(Instant.now());

    assertThat(run("--version").out()).startsWith("java 25");
  }

  @Test
  void fallsBackToThePathWhereJavaHomeIsTooOld() throws Exception {
    java(bin.resolve("java"), "21.0.2", "jdk.compiler");
    Path home = temp.resolve("jdk");
    java(home.resolve("bin/java"), "11.0.3", "jdk.compiler");
    environment.put("JAVA_HOME", home.toString());
    buildAt(Instant.now());

    assertThat(run("--version").out()).startsWith("java 21.0.2");
  }

  @Test
  void withoutJavaSaysWhereItLooked() throws Exception {
    Outcome outcome = run("--version");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("needs a JDK, version 17 or later");
    assertThat(outcome.err()).contains("JAVA_HOME: not set");
    assertThat(outcome.err()).contains("PATH: there is no java");
  }

  @Test
  void namesTheVersionsThatAreTooOld() throws Exception {
    executable(bin.resolve("java"), "echo 'Unrecognized option: --list-modules' >&2; exit 1");
    Path home = temp.resolve("jdk");
    java(home.resolve("bin/java"), "11.0.3", "jdk.compiler");
    environment.put("JAVA_HOME", home.toString());

    Outcome outcome = run("--version");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("JAVA_HOME: " + home + "/bin/java is Java 11");
    assertThat(outcome.err()).contains("PATH: " + bin + "/java is Java 8 or older");
  }

  @Test
  void refusesAJavaWithoutCompiler() throws Exception {
    java(bin.resolve("java"), "17.0.1", "java.logging");

    Outcome outcome = run("--version");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("is Java 17 without a compiler (a JRE, not a JDK)");
  }

  @Test
  void buildsWhatIsMissingAndOnlyOnce() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    mavenThatBuilds();

    Outcome first = run("--version");
    Outcome second = run("--version");

    assertThat(first.err()).isEqualTo("netc: building the compiler; the next start is quick\n");
    assertThat(first.out()).contains("<--version>");
    assertThat(second.err()).isEmpty();
    assertThat(buildCount()).isEqualTo(1);
    assertThat(Files.exists(checkout.resolve(".netc.lock"))).isFalse();
  }

  @Test
  void laterStartsMapTheClassesOfTheFirstAndTrustItsJdk() throws Exception {
    executable(
        bin.resolve("java"),
        """
        case $1 in
          --list-modules)
            echo asked >>"%1$s"
            printf 'java.base@17\\njdk.compiler@17\\n'
            ;;
          *)
            printf '<%%s> ' "$@"
            for option in "$@"; do
              case $option in
                -Xshare:dump) dumps=yes ;;
                -XX:SharedArchiveFile=*) [ -z "${dumps:-}" ] || echo classes >"${option#*=}" ;;
              esac
            done
            ;;
        esac
        """
            .formatted(temp.resolve("questions")));
    mavenThatBuilds();

    Outcome first = run("--version");
    Outcome second = run("--version");

    String archive = "<-XX:SharedArchiveFile=" + checkout.toRealPath() + "/cli/target/netc.jsa>";
    assertThat(first.out()).contains(archive);
    assertThat(second.out()).contains(archive);
    assertThat(second.err()).isEmpty();
    assertThat(Files.readAllLines(temp.resolve("questions"))).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    mavenThatBuilds();
    buildAt(Instant.now().minusSeconds(60));
    Files.writeString(checkout.resolve("compiler/src/main/Changed.java"), "class Changed {}");

    run("--version");
    run("--version");

    assertThat(buildCount()).isEqualTo(1);
  }

  @Test
  void startsAtTheSameTimeBuildOnce() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    mavenThatBuilds();

    List<Process> processes =
        Stream.generate(() -> launch(checkout.resolve("netc").toString(), "--version"))
            .limit(3)
            .toList();
    for (Process process : processes) {
      assertThat(process.waitFor()).isEqualTo(0);
    }

    assertThat(buildCount()).isEqualTo(1);
  }

  @Test
  void takesOverTheLockOfAStartThatWasKilled() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    mavenThatBuilds();
    Process dead = launch("sh", "-c", "exit 0");
    dead.waitFor();
    Files.createDirectory(checkout.resolve(".netc.lock"));
    Files.writeString(checkout.resolve(".netc.lock/pid"), Long.toString(dead.pid()));

    assertThat(run("--version").status()).isEqualTo(0);
  }

  @Test
  void withoutMavenSaysWhatIsMissing() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");

    Outcome outcome = run("--version");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is no mvn on PATH");
  }

  @Test
  void showsWhatMavenSaidWhenTheBuildFails() throws Exception {
    java(bin.resolve("java"), "17.0.1", "jdk.compiler");
    executable(bin.resolve("mvn"), "echo 'no such artifact'; exit 1");

    Outcome outcome = run("--version");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("no such artifact");
    assertThat(outcome.err()).contains("the build failed");
    assertThat(Files.exists(checkout.resolve(".netc.lock"))).isFalse();
  }

  /** A java that lists its modules, and otherwise prints its version and its arguments. */
  private static void java(Path file, String version, String module) throws IOException {
    executable(
        file,
        """
        case $1 in
          --list-modules) printf 'java.base@%1$s\\n%2$s@%1$s\\n' ;;
          *) printf 'java %1$s'; printf ' <%%s>' "$@"; echo ;;
        esac
        """
            .formatted(version, module));
  }

  private void mavenThatBuilds() throws IOException {
    executable(
        bin.resolve("mvn"),
        """
        echo built >>"%s"
        sleep 1
        mkdir -p cli/target && : >"%s"
        """
            .formatted(temp.resolve("builds"), JAR));
  }

  private int buildCount() throws IOException {
    return Files.readAllLines(temp.resolve("builds")).size();
  }

  private void buildAt(Instant time) throws IOException {
    Path jar = checkout.resolve(JAR);
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "");
    try (Stream<Path> files = Files.walk(checkout)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private static void executable(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path whereIs(String tool) {
    return Stream.of("/bin", "/usr/bin")
        .map(directory -> Path.of(directory, tool))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private Outcome run(String... arguments) throws Exception {
    return start(
        Stream.concat(Stream.of(checkout.resolve("netc").toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private Outcome start(String... command) throws Exception {
    Process process = launch(command);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), out, err);
  }

  private Process launch(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
