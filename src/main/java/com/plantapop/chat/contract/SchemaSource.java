package com.plantapop.chat.contract;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the files of {@code schemas/} are read from. */
public final class SchemaSource {
  /** Empty for the copy in the jar. */
  private final Optional<Path> directory;

  private SchemaSource(Optional<Path> directory) {
    this.directory = directory;
  }

  /** The copy in the jar. */
  public static SchemaSource packaged() {
    return new SchemaSource(Optional.empty());
  }

  /** An operator's own folder. It must hold every file; none is taken from the jar instead. */
  public static SchemaSource directory(Path directory) {
    return new SchemaSource(Optional.of(directory));
  }

  /** A file as messages name it. */
  String shown(String file) {
    return directory.map(Path::toString).orElse("packaged schemas") + "/" + file;
  }

  /** The file's text. Throws ContractException when it is missing or not UTF-8. */
  String read(String file) {
    try (InputStream stream = open(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(stream.readAllBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new ContractException(shown(file), "there is no such file");
    } catch (CharacterCodingException e) {
      throw new ContractException(shown(file), "is not UTF-8");
    } catch (IOException e) {
      throw new ContractException(shown(file), "cannot be read: " + e);
    }
  }

  private InputStream open(String file) throws IOException {
    if (directory.isPresent()) {
      return Files.newInputStream(directory.get().resolve(file));
    }
    InputStream stream = SchemaSource.class.getResourceAsStream("/schemas/" + file);
    if (stream == null) {
      throw new FileNotFoundException(file);
    }
    return stream;
  }
}
