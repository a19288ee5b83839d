package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code examples/resnet18} has torchvision's parameters and buffers, so its weights fit. */
final class ResNet18ExampleTest {
  @Test
  void hasTheStateOfTorchvisionsNetwork() throws IOException {
    Network network = network();

    assertThat(network.parameters().stream().map(p -> p.path() + " " + p.type().shape()).toList())
        .containsExactlyElementsIn(torchvision("parameter"))
        .inOrder();
    assertThat(network.buffers().stream().map(b -> b.path() + " " + b.type().shape()).toList())
        .containsExactlyElementsIn(torchvision("buffer"))
        .inOrder();
    assertThat(network.parameterCount()).isEqualTo(11_689_512);
  }

  @Test
  void halvesImagesFromLayerToLayer() throws IOException {
    Network network = network();

    List<String> blocks =
        network.applications().stream()
            .filter(application -> application.type().equals("BasicBlock"))
            .map(application -> application.name() + " " + application.results().get(0).shape())
            .toList();

    assertThat(blocks)
        .containsExactly(
            "layer1.0 [N, 64, 56, 56]",
            "layer1.1 [N, 64, 56, 56]",
            "layer2.0 [N, 128, 28, 28]",
            "layer2.1 [N, 128, 28, 28]",
            "layer3.0 [N, 256, 14, 14]",
            "layer3.1 [N, 256, 14, 14]",
            "layer4.0 [N, 512, 7, 7]",
            "layer4.1 [N, 512, 7, 7]")
        .inOrder();
  }

  private static Network network() throws IOException {
    Path file = Example.of("resnet18").networks().get(0);
    Analysis analysis =
        new Compiler(CompilerOptions.DEFAULT)
            .analyze(new SourceFile(file.toString(), Files.readString(file)));
    assertThat(analysis.diagnostics()).isEmpty();
    return analysis.networks().get(0);
  }

  /** The lines {@code name kind shape} of a kind, without the kind. */
  private static List<String> torchvision(String kind) throws IOException {
    try (InputStream resource =
        ResNet18ExampleTest.class.getResourceAsStream("/resnet18/state_dict.txt")) {
      String lines =
          new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
      String middle = " " + kind + " ";
      return lines
          .lines()
          .filter(line -> line.contains(middle) && !line.startsWith("#"))
          .map(line -> line.replace(middle, " "))
          .toList();
    }
  }
}
