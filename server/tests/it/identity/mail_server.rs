//! A mail server on loopback, with TLS or without.

use std::sync::Arc;

use lks_server::identity::settings::SmtpTls;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;

pub struct MailServer {
    pub port: u16,
    /// Its own certificate, in PEM form; no authority stands behind it.
    pub certificate: Vec<u8>,
    /// What it was told about each message, commands and text.
    pub mails: UnboundedReceiver<String>,
}

/// What a connection needs to know.
#[derive(Clone)]
struct House {
    tls: SmtpTls,
    acceptor: TlsAcceptor,
    takes: fn(usize) -> bool,
    told: UnboundedSender<String>,
}

impl MailServer {
    /// Takes the nth message, counted from 0, if `takes` says so, and asks to try again later if not.
    pub async fn start(tls: SmtpTls, takes: fn(usize) -> bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (acceptor, certificate) = acceptor();
        let (told, mails) = unbounded_channel();
        let house = House { tls, acceptor, takes, told };
        tokio::spawn(async move {
            let mut nth = 0;
            while let Ok((stream, _)) = listener.accept().await {
                nth += house.serve(stream, nth).await.unwrap_or_default();
            }
        });
        Self { port, certificate, mails }
    }
}

fn acceptor() -> (TlsAcceptor, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der().try_into().unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem().into_bytes())
}

impl House {
    /// Serves a connection; how many messages came.
    async fn serve(&self, stream: TcpStream, first: usize) -> std::io::Result<usize> {
        match self.tls {
            SmtpTls::None => self.talk(stream, first, true).await,
            SmtpTls::Wrapped => self.talk(self.acceptor.accept(stream).await?, first, true).await,
            SmtpTls::StartTls => {
                let mut plain = BufReader::new(stream);
                plain.write_all(b"220 test\r\n").await?;
                loop {
                    let mut line = String::new();
                    if plain.read_line(&mut line).await? == 0 {
                        return Ok(0);
                    }
                    match line.trim_end() {
                        command if command.starts_with("EHLO") => {
                            plain.write_all(b"250-test\r\n250 STARTTLS\r\n").await?;
                        }
                        "STARTTLS" => break plain.write_all(b"220 go on\r\n").await?,
                        _ => plain.write_all(b"530 first STARTTLS\r\n").await?,
                    }
                }
                self.talk(self.acceptor.accept(plain.into_inner()).await?, first, false).await
            }
        }
    }

    async fn talk(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        first: usize,
        greet: bool,
    ) -> std::io::Result<usize> {
        let mut stream = BufReader::new(stream);
        if greet {
            stream.write_all(b"220 test\r\n").await?;
        }
        let (mut text, mut done) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(done);
            }
            text += &line;
            let answer: &[u8] = match line.trim_end() {
                "DATA" => b"354 go on\r\n",
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n").await?;
                    return Ok(done);
                }
                "." => {
                    let taken = (self.takes)(first + done);
                    done += 1;
                    let _ = self.told.send(std::mem::take(&mut text));
                    if taken { b"250 taken\r\n" } else { b"451 try again later\r\n" }
                }
                command if command.starts_with("EHLO") => b"250 test\r\n",
                command if command.starts_with("MAIL") || command.starts_with("RCPT") => b"250 ok\r\n",
                "RSET" | "NOOP" => b"250 ok\r\n",
                _ => continue,
            };
            stream.write_all(answer).await?;
            stream.flush().await?;
        }
    }
}
