package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = directory.resolve("all.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("mask", Tensor.of(new boolean[] {true, false, true}));
    tensors.put("weight", Tensor.randn(1, 3, 100_000));
    tensors.put("quote \" \\ \n é 漢", Tensor.of(new int[] {1, -2, Integer.MIN_VALUE}, 3, 1));
    tensors.put("part", Tensor.wrap(new float[] {0, 1, 2, 3}, 1, new int[] {2}));
    tensors.put("double", Tensor.of(new double[] {Double.NaN, -0.0, 1e300}));
    tensors.put("scalar", Tensor.scalar(7));
    tensors.put("empty", Tensor.zeros(0, 4));
    Safetensors.write(file, tensors, Map.of("format", "pt"));

    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).containsExactly("format", "pt");
    assertThat(read.tensors().keySet()).containsExactlyElementsIn(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          assertThat(read.tensor(name).describe()).isEqualTo(tensor.describe());
          assertThat(read.tensor(name).toString()).isEqualTo(tensor.toString());
        });
    assertThat(read.tensor("weight").floats()).isEqualTo(tensors.get("weight").floats());
    assertThat(
            ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
        .isEqualTo(0);
  }

  @Test
  void theSameTensorsGiveTheSameBytes() throws IOException {
    Map<String, Tensor> tensors = Map.of("a", Tensor.rand(1, 5));
    Safetensors.write(directory.resolve("1"), tensors, Map.of());
    Safetensors.write(directory.resolve("2"), tensors, Map.of());
    assertThat(Files.readAllBytes(directory.resolve("1")))
        .isEqualTo(Files.readAllBytes(directory.resolve("2")));
  }

  @Test
  void writingReplacesAFileAndLeavesNothingElse() throws IOException {
    Path file = directory.resolve("model.safetensors");
    Safetensors.write(file, Map.of("a", Tensor.zeros(9)), Map.of());
    Safetensors.write(file, Map.of("b", Tensor.ones(2)), Map.of());
    assertThat(Safetensors.read(file).tensors().keySet()).containsExactly("b");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.toList()).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path file = directory.resolve("missing").resolve("model.safetensors");
    var thrown =
        assertThrows(CheckpointException.class, () -> Safetensors.write(file, Map.of(), Map.of()));
    assertThat(thrown).hasMessageThat().startsWith("cannot write " + file);
  }

  @Test
  void readsHalfPrecisionAndWholeNumbers() throws IOException {
    String header =
        """
        {"half":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},
         "brain":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]},
         "long":{"dtype":"I64","shape":[1,2],"data_offsets":[16,32]},
         "short":{"dtype":"I16","shape":[1],"data_offsets":[32,34]},
         "byte":{"dtype":"U8","shape":[1],"data_offsets":[34,35]},
         "signed":{"dtype":"I8","shape":[],"data_offsets":[35,36]}}  \n""";
    ByteBuffer data = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    for (int half : new int[] {0x3C00, 0xC100, 0x0001, 0x7BFF, 0xFC00, 0x0400}) {
      data.putShort((short) half);
    }
    data.putShort((short) 0x3F80).putShort((short) 0xC040).putLong(-3).putLong(5);
    data.putShort((short) -7).put((byte) 200).put((byte) -1);
    Safetensors read = Safetensors.read(file(header, data.array()));
    assertThat(read.tensor("half").floats())
        .isEqualTo(new float[] {1, -2.5f, 0x1p-24f, 65504, Float.NEGATIVE_INFINITY, 0x1p-14f});
    assertThat(read.tensor("brain").floats()).isEqualTo(new float[] {1, -3});
    assertThat(read.tensor("long").ints()).isEqualTo(new int[] {-3, 5});
    assertThat(read.tensor("short").item()).isEqualTo(-7);
    assertThat(read.tensor("byte").item()).isEqualTo(200);
    assertThat(read.tensor("signed").item()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      hello                                                         | its header is not JSON as expected: '{' is expected at character 0
      {"a":1.5}                                                     | its header is not JSON as expected: '}' is expected at character 6
      {"a":{"dtype":"F32"                                           | its header is not JSON as expected: it ends too early at character 19
      {} x                                                          | its header is not JSON as expected: something follows the object at character 3
      {"a\\q":1}                                                    | its header is not JSON as expected: an unknown escape in a string at character 5
      {"a":{"dtype":"I8","shape":[8],"data_offsets":[0,8]},"a":{}}  | its header is not JSON as expected: the name "a" appears twice at character 59
      {"a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}               | its header is not JSON as expected: it is nested too deeply at character 21
      {"a":7}                                                       | tensor a: its description is not an object
      {"a":{"shape":[8],"data_offsets":[0,8]}}                      | tensor a: it has no dtype
      {"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}        | tensor a: its dtype C64 is none of [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL]
      {"a":{"dtype":"F32","data_offsets":[0,8]}}                    | tensor a: its shape is not an array of whole numbers
      {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}       | tensor a: its shape is not an array of whole numbers
      {"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}      | tensor a: its shape is not an array of whole numbers
      {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,8]}} | tensor a: its shape [65536, 65536] is too large for a Java array
      {"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}}          | tensor a: its data_offsets [8] are no range
      {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}        | tensor a: its data_offsets [8, 0] are no range
      {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}        | tensor a: its shape [3] of F32 takes 12 bytes, its data_offsets [0, 8] hold 8
      {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}} | tensor b: its data overlaps that of a
      {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}        | tensor a: its data begins 4 bytes after the header
      {"a":{"dtype":"F64","shape":[3],"data_offsets":[0,24]}}       | tensor a: its data ends at byte 24, the file has 8 bytes of data: it is truncated
      {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}        | it has 4 bytes after the last tensor
      {"__metadata__":{"a":1}}                                      | its __metadata__ a is not a string
      {"__metadata__":"pt"}                                         | its __metadata__ is not an object
      {"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}        | tensor a: a number in it does not fit an int
      """)
  void refusesWhatBreaksTheFormat(String header, String message) throws IOException {
    byte[] data = new byte[8];
    Arrays.fill(data, (byte) 1);
    Path file = file(header, data);
    var thrown = assertThrows(CheckpointException.class, () -> Safetensors.read(file));
    assertThat(thrown).hasMessageThat().isEqualTo(file + " is no safetensors file: " + message);
  }

  @Test
  void refusesFilesThatEndInTheHeader() throws IOException {
    assertThat(failure(new byte[] {1, 0, 0})).isEqualTo("it has 3 bytes only");
    assertThat(failure(new byte[] {9, 0, 0, 0, 0, 0, 0, 0, '{', '}'}))
        .isEqualTo("its header should have 9 bytes, the file has 10 in all");
    assertThat(failure(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'}))
        .isEqualTo("its header should have 18446744073709551615 bytes, the file has 10 in all");
    assertThat(failure(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', -1}))
        .isEqualTo("its header is not UTF-8");
  }

  @Test
  void aMissingFileOrTensorIsNamed() throws IOException {
    Path missing = directory.resolve("nowhere");
    var thrown = assertThrows(CheckpointException.class, () -> Safetensors.read(missing));
    assertThat(thrown).hasMessageThat().isEqualTo(missing + " does not exist");
    Path empty = file("{}", new byte[0]);
    thrown = assertThrows(CheckpointException.class, () -> Safetensors.read(empty).tensor("w"));
    assertThat(thrown).hasMessageThat().isEqualTo(empty + " has no tensor w");
  }

  @Test
  void damagedFilesAreReadOrRefusedButNothingElse() throws IOException {
    Path file = directory.resolve("file");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", Tensor.ones(2, 3));
    tensors.put("label", Tensor.of(new int[] {1, 2}));
    Safetensors.write(file, tensors, Map.of("format", "pt"));
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    int refused = 0;
    for (int trial = 0; trial < 2000; trial++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(3));
      for (int i = random.nextInt(4); i >= 0; i--) {
        String alphabet = "{}[]\",:0123456789-x";
        damaged[random.nextInt(damaged.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      Files.write(file, damaged);
      try {
        Safetensors.read(file);
      } catch (CheckpointException e) {
        assertThat(e).hasMessageThat().startsWith(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private String failure(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("bad"), bytes);
    var thrown = assertThrows(CheckpointException.class, () -> Safetensors.read(file));
    String prefix = file + " is no safetensors file: ";
    assertThat(thrown).hasMessageThat().startsWith(prefix);
    return thrown.getMessage().substring(prefix.length());
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(json.length).put(json).put(data);
    return Files.write(directory.resolve("file"), all.array());
  }
}
