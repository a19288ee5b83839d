package dev.netc.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Named tensors in a file: the format of Hugging Face's {@code safetensors}, which PyTorch, JAX and
 * others read and write too.
 *
 * <p>The file is the header's length (8 bytes, little-endian), the header in JSON, and the
 * elements, little-endian and row-major. F16, BF16 and F32 are read as {@code FLOAT}, F64 as {@code
 * DOUBLE}, whole numbers as {@code INT}.
 *
 * <pre>{@code
 * Safetensors.write(file, Map.of("weight", weight), Map.of());
 * Tensor weight = Safetensors.read(file).tensor("weight");
 * }</pre>
 */
public final class Safetensors {
  private static final int LENGTH_BYTES = 8;
  private static final long MAX_HEADER = 100_000_000;
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  private Safetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    this.file = file;
    this.tensors = Collections.unmodifiableMap(tensors);
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /** The tensors by name, in the order of the file. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Free texts that the file carries. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * One of the tensors.
   *
   * @throws CheckpointException if the file has none of that name
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new CheckpointException(file + " has no tensor " + name);
    }
    return tensor;
  }

  /**
   * Reads a file whole.
   *
   * @throws CheckpointException if it cannot be read or does not follow the format, with its name
   *     and that of the tensor at fault
   */
  public static Safetensors read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(channel);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), readTensor(channel, entry));
      }
      return new Safetensors(file, tensors, header.metadata());
    } catch (SafetensorsHeader.FormatException e) {
      throw new CheckpointException(file + " is no safetensors file: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new CheckpointException(file + " does not exist", e);
    } catch (IOException e) {
      throw new CheckpointException("cannot read " + file + ": " + e, e);
    }
  }

  /**
   * Writes a file, replacing one that exists. It appears whole or not at all: the bytes go to a
   * temporary file beside it, which is forced to the disk and then renamed.
   *
   * @param tensors written in this order, those with larger elements first
   * @param metadata free texts to store
   * @throws CheckpointException if it cannot be written; a file that existed is then unchanged
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    SafetensorsHeader header = SafetensorsHeader.of(tensors, metadata);
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path temporary =
          target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
      try {
        writeWhole(temporary, header, tensors);
        rename(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new CheckpointException("cannot write " + file + ": " + e, e);
    }
  }

  private static SafetensorsHeader readHeader(FileChannel channel)
      throws IOException, SafetensorsHeader.FormatException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new SafetensorsHeader.FormatException("it has " + size + " bytes only");
    }
    long length = readFully(channel, LENGTH_BYTES).getLong();
    if (length < 0 || length > size - LENGTH_BYTES) {
      throw new SafetensorsHeader.FormatException(
          "its header should have "
              + Long.toUnsignedString(length)
              + " bytes, the file has "
              + size
              + " in all");
    }
    if (length > MAX_HEADER) {
      throw new SafetensorsHeader.FormatException(
          "its header of " + length + " bytes is over the limit of " + MAX_HEADER);
    }
    String json;
    try {
      json = UTF_8.newDecoder().decode(readFully(channel, (int) length)).toString();
    } catch (CharacterCodingException e) {
      throw new SafetensorsHeader.FormatException("its header is not UTF-8");
    }
    return SafetensorsHeader.parse(json, size - LENGTH_BYTES - length);
  }

  private static Tensor readTensor(FileChannel channel, SafetensorsHeader.Entry entry)
      throws IOException, SafetensorsHeader.FormatException {
    StoredType stored = entry.type();
    Tensor tensor = Tensor.zeros(stored.type(), entry.sizes());
    int step = BUFFER_BYTES / stored.bytes();
    for (int start = 0; start < tensor.numel(); ) {
      int count = Math.min(step, tensor.numel() - start);
      ByteBuffer buffer = readFully(channel, count * stored.bytes());
      try {
        stored.read(buffer, tensor, start, count);
      } catch (ArithmeticException e) {
        throw new SafetensorsHeader.FormatException(
            "tensor " + entry.name() + ": a number in it does not fit an int");
      }
      start += count;
    }
    return tensor;
  }

  private static ByteBuffer readFully(FileChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static void writeWhole(Path file, SafetensorsHeader header, Map<String, Tensor> tensors)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] json = header.render();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      drain(buffer.putLong(json.length), channel);
      drain(ByteBuffer.wrap(json, json.length, 0), channel);
      for (SafetensorsHeader.Entry entry : header.entries()) {
        Tensor tensor = Objects.requireNonNull(tensors.get(entry.name()));
        int step = BUFFER_BYTES / entry.type().bytes();
        for (int start = 0; start < tensor.numel(); start += step) {
          StoredType.write(tensor, start, Math.min(step, tensor.numel() - start), buffer);
          drain(buffer, channel);
        }
      }
      channel.force(true);
    }
  }

  /** Writes what was put into the buffer and empties it. */
  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private static void rename(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    forceDirectory(Objects.requireNonNull(target.getParent()));
  }

  /** Makes the new name survive a crash too, where the system lets a directory be opened. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no directories. The file's bytes are safe; at worst the old file reappears.
    }
  }
}
